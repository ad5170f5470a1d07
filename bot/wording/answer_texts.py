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
STANDING_JOIN = " · "
STANDING = {
    Status.VERIFIED: "已与法律原文核对",
    Status.UNCONFIRMED: "尚未核实，以上级工会确认为准",
    Status.PRACTICE: "各地经验做法，仅供参考，不是规定",
}
SHORT_SOURCE = "依据{law}{article}{others}"
SHORT_OTHERS = "等"
SHORT_STANDING = {
    Status.VERIFIED: "已核对原文",
    Status.UNCONFIRMED: "尚未核实",
    Status.PRACTICE: "各地做法，不是规定",
}
