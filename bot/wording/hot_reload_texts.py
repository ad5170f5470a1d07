"""New versions of the knowledge coming into force; for admins."""

from __future__ import annotations

UPKEEP_BROKEN = "知识文件有 {count} 处错误，新改的内容未启用，机器人仍按第 {version} 版回答："
UPKEEP_MORE = "……另有 {count} 处。"
UPKEEP_BROKEN_NEXT = "请改正后保存，几秒内自动启用，无需重启。"
UPKEEP_MENDED = "知识文件的错误已改正，第 {version} 版已启用，共 {entries} 条。"
UPKEEP_LEARNING = "这次改动较大，需要一两分钟处理，完成后自动启用；此前仍按第 {version} 版回答。"
UPKEEP_LEARN_FAILED = (
    "新改的内容处理失败，未启用，机器人仍按第 {version} 版回答。请查看日志，检查内存和磁盘空间，再重启机器人。"
)
UPKEEP_OUTDATED = "知识文件有错误，机器人暂按上次启用的第 {version} 版回答。请运行 check 查看错误并改正。"
UPKEEP_BY_HAND = "用文本编辑器改了 {what}"
UPKEEP_FILES = "{count} 个文件"

PREVIEW_VERSION = "版本"
PREVIEW_NOTHING = (
    "还没有启用过任何版本，无法比较。请先运行一次 jianhui serve 或 jianhui chat，或者用 --against 指定一个文件夹或 git 版本。"
)
PREVIEW_NO_REVISION = "没有名为 {name} 的文件夹或 git 版本。请核对名称；知识文件夹不在 git 仓库里时，只能与文件夹比较。"
PREVIEW_COUNT = "--questions 应是 0 或更大的整数。"
PREVIEW_KINDS = {
    "lost": "答不上来",
    "swapped": "改由别的条目回答",
    "stolen": "问法转到别的条目",
    "offered": "候选有变",
    "reworded": "答案文字有变",
    "gained": "改后能答",
}
PREVIEW_GOLDEN = "（标准问题）"
PREVIEW_BROKEN = "（标准问题，预期答案变了）"
PREVIEW_ASKED = "（问过 {count} 次）"
PREVIEW_SHIFT = "[{kind}]{mark} {text}{asked}"
PREVIEW_BEFORE = "  原来：{outcome}"
PREVIEW_AFTER = "  改后：{outcome}"
PREVIEW_OUTCOME = "{decision} {name} {text}"
PREVIEW_MORE = "……另有 {count} 个，用 --json 可查看全部。"
PREVIEW_COUNTED = "{kind} {count}"
PREVIEW_SAME = "没有变化"
PREVIEW_SUMMARY = "已重新测试标准问题 {golden} 个、真实提问 {real} 个，用时 {seconds} 秒：{counts}。"
PREVIEW_VERDICTS = ("没有变差的。", "有的回答可能变差，请逐条核对后再启用。", "有标准问题的预期答案变了，请先改正再启用。")
