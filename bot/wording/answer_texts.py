"""The form of an answer."""

from __future__ import annotations

from bot.model import Status

HEADING = "【{text}】"
PART_STEPS = "步骤："
PART_MATERIALS = "材料："
SOURCE_LINE = "依据：{sources}"
SOURCE_LAW = "{law}（{version}）{articles}"
SOURCE_JOIN = "；"
ARTICLE_JOIN = "、"
REGION = "适用：{region}"
REVIEWED = "核对于 {date}"
COMPILED = "整理于 {date}"
"""Of what was held against no law's text: it was put together on that day, not checked."""
STANDING_JOIN = " · "
STANDING = {
    Status.VERIFIED: "已对照法条原文",
    Status.NATIONAL: "国家规定已核对，江苏另有条例未见全文",
    Status.REPORTED: "转述一致，未见原文",
    Status.UNCONFIRMED: "尚未核实，以上级工会确认为准",
    Status.PRACTICE: "各地经验做法，仅供参考，不是规定",
}
SHORT_SOURCE = "依据{law}{article}{others}"
SHORT_OTHERS = "等"
SHORT_STANDING = {
    Status.VERIFIED: "已核对原文",
    Status.NATIONAL: "国家规定已核对，江苏条例未见全文",
    Status.REPORTED: "转述一致，未见原文",
    Status.UNCONFIRMED: "尚未核实",
    Status.PRACTICE: "各地做法，不是规定",
}
