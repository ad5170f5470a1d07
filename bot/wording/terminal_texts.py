"""The terminal; for cadres."""

from __future__ import annotations

CHAT_WELCOME = "建会通：请直接打字提问，回复数字选择。输入“目录”查看可以问什么，输入“退出”结束。"
CHAT_PROMPT = "问> "
CHAT_BYE = "再见。"
CHAT_RELATED = "相关的问题，回复数字查看："
CHAT_OFFERS = "回复数字选择："
DOWNLOADS = "下载"
DOWNLOAD_SAVED = "已保存：{path}"
ASK_FILE = "文件在：{path}"
DOWNLOAD_AGAIN = "{stem}（{number}）{end}"
DOWNLOAD_FAILED = "文件“{name}”未能存到“{folder}”。请检查磁盘空间和写入权限，或用 JIANHUI_DOWNLOADS 换一个文件夹。"
CHAT_LEAVE = frozenset({"退出", "exit", "quit", "q", "结束"})
