"""Admins at the chat: their rights, and editing the knowledge step by step."""

from __future__ import annotations

RIGHTS_LOG_UNREADABLE = "读不出管理员名单（{reason}），暂时谁都没有管理权限。请检查 .env 和 JIANHUI_ADMINS。"
RIGHTS_LOG_REFUSED = "拒绝了一次管理操作：{act}，来自 {channel} 的 {who}，原因 {reason}。"
