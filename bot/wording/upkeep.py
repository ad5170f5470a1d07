"""New versions of the knowledge coming into force; for admins."""

from __future__ import annotations

UPKEEP_BROKEN = "知识文件有 {count} 处错误，新改的内容没有启用，机器人仍按第 {version} 版回答："
UPKEEP_MORE = "……另有 {count} 处。"
UPKEEP_BROKEN_NEXT = "请改好后保存，几秒内会自动启用，不用重启。"
UPKEEP_MENDED = "知识文件改好了，第 {version} 版已经启用，共 {entries} 条。"
UPKEEP_LEARNING = "这次改动很大，机器人要重新学习一两分钟，学完自动启用；在这之前仍按第 {version} 版回答。"
UPKEEP_LEARN_FAILED = "新改的内容没能学习完，没有启用，机器人仍按第 {version} 版回答。请查看日志，检查内存和磁盘空间，再重启机器人。"
UPKEEP_OUTDATED = "知识文件现在有错误，机器人先按上次启用的第 {version} 版回答。"
UPKEEP_BY_HAND = "用文本编辑器改了 {what}"
UPKEEP_FILES = "{count} 个文件"
