"""New versions of the knowledge coming into force; for admins."""

from __future__ import annotations

UPKEEP_BROKEN = "知识文件有 {count} 处错误，新改的内容没有启用，机器人仍按第 {version} 版回答："
UPKEEP_MORE = "……另有 {count} 处。"
UPKEEP_BROKEN_NEXT = "请改好后保存，几秒内会自动启用，不用重启。"
UPKEEP_MENDED = "知识文件改好了，第 {version} 版已经启用，共 {entries} 条。"
UPKEEP_LEARNING = "这次改动很大，机器人要重新学习一两分钟，学完自动启用；在这之前仍按第 {version} 版回答。"
UPKEEP_LEARN_FAILED = (
    "新改的内容没能学习完，没有启用，机器人仍按第 {version} 版回答。请查看日志，检查内存和磁盘空间，再重启机器人。"
)
UPKEEP_OUTDATED = "知识文件现在有错误，机器人先按上次启用的第 {version} 版回答。"
UPKEEP_BY_HAND = "用文本编辑器改了 {what}"
UPKEEP_FILES = "{count} 个文件"

PREVIEW_VERSION = "版本"
PREVIEW_NOTHING = (
    "还没有启用过的版本可以比较。请先运行一次 jianhui serve 或 jianhui chat，或者用 --against 指定一个文件夹或 git 版本。"
)
PREVIEW_NO_REVISION = "没有叫 {name} 的文件夹或 git 版本。请核对名称；知识文件夹不在 git 仓库里时，只能和文件夹比较。"
PREVIEW_COUNT = "--questions 应是 0 或更大的整数。"
PREVIEW_KINDS = {
    "lost": "答不上了",
    "swapped": "换了条目",
    "stolen": "问法被别的条目抢走",
    "offered": "候选变了",
    "reworded": "答案文字变了",
    "gained": "新答得上",
}
PREVIEW_GOLDEN = "（黄金问题）"
PREVIEW_BROKEN = "（黄金问题，改坏了）"
PREVIEW_ASKED = "（问过 {count} 次）"
PREVIEW_SHIFT = "[{kind}]{mark} {text}{asked}"
PREVIEW_BEFORE = "  原来：{outcome}"
PREVIEW_AFTER = "  改后：{outcome}"
PREVIEW_OUTCOME = "{decision} {name} {text}"
PREVIEW_MORE = "……另有 {count} 个，用 --json 看全部。"
PREVIEW_COUNTED = "{kind} {count}"
PREVIEW_SAME = "没有变化"
PREVIEW_SUMMARY = "重放了黄金问题 {golden} 个、用户真实问过的问题 {real} 个，用时 {seconds} 秒：{counts}。"
PREVIEW_VERDICTS = ("没有变差的。", "有的可能变差，请逐条看过再启用。", "有黄金问题改坏了，请先改好再启用。")
