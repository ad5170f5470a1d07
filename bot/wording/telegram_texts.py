"""The Telegram channel; for cadres, and its log for admins."""

from __future__ import annotations

TELEGRAM_VOICE = "抱歉，我暂时听不了语音，请用文字提问；需要工作人员帮助，请发“人工”。"
TELEGRAM_PHOTO = "抱歉，我暂时看不了图片和视频，请用文字提问；需要工作人员看材料，请发“人工”。"
TELEGRAM_FILE = "抱歉，我暂时看不了文件，请用文字提问；需要工作人员看材料，请发“人工”。"
TELEGRAM_STICKER = "您好，有问题请直接打字提问，例如：多少名会员才能成立工会？"
TELEGRAM_OTHER = "抱歉，我暂时处理不了这种消息，请用文字提问；需要工作人员帮助，请发“人工”。"
TELEGRAM_GROUP_HOW = (
    "大家好，我是建会通，解答基层工会的常见问题。在群里提问，请先 @{name} 再写问题，或发“/ask 问题”，也可以直接回复我的消息。"
)
TELEGRAM_INLINE_OPEN = "请继续输入问题，或点这里与我私聊"
TELEGRAM_INLINE_MORE = "查看全文"
TELEGRAM_MENU = {
    "topics": "查看可以问什么",
    "guides": "下载指南、表格、台账",
    "fill": "代填表格、请示",
    "help": "使用说明",
    "human": "转人工",
    "mycase": "我提交的问题",
    "mydata": "查看我的数据",
    "link": "绑定其他渠道（邮箱、QQ 等）",
    "law": "查法律条文，例如：/law 竞业限制",
}
TELEGRAM_MENU_GROUP = {
    "ask": "提问，例如：/ask 多少名会员才能成立工会",
    "topics": "查看可以问什么",
    "guides": "下载指南、表格、台账",
    "fill": "代填表格、请示",
    "help": "使用说明",
}
TELEGRAM_SHORT_DESCRIPTION = "为基层工会干部解答建会、换届、经费、会员服务等问题，用日常说法提问即可。"
TELEGRAM_DESCRIPTION = (
    "建会通解答基层工会工作中的常见问题：怎样组建工会、换届选举、会员发展、经费使用等。\n\n"
    "用日常说法打字提问即可。答案都经过审核，并注明依据；没有解决的，可以转给工作人员。"
)

# the same, for admins: errors at the start, and the log

TELEGRAM_UNAUTHORIZED = (
    "Telegram 不认可这个令牌。请检查 JIANHUI_TELEGRAM_TOKEN 是否与 @BotFather 给出的完全一致（形如 123456:ABC），"
    "改正后重新启动。"
)
TELEGRAM_WEBHOOK_REFUSED = (
    "Telegram 不接受网址 {url}（{reason}）。请检查 JIANHUI_TELEGRAM_WEBHOOK_URL 是否是公网可访问的 https 网址，"
    "JIANHUI_TELEGRAM_WEBHOOK_SECRET 是否只含字母、数字、_ 和 -，改正后重新启动。"
)
TELEGRAM_WEBHOOK_PORT = (
    "无法在 {listen}:{port} 上监听，可能已被其他程序占用。请换一个 JIANHUI_TELEGRAM_WEBHOOK_PORT，"
    "或停掉占用它的程序后重新启动。"
)
TELEGRAM_BUTTON = "按钮“{label}”没有对应的操作，无法在 Telegram 发送。"
TELEGRAM_LOG_NO_START = "无法连接 Telegram（{reason}），{pause} 秒后重试。请检查网络；需要代理时请设置 HTTPS_PROXY。"
TELEGRAM_LOG_AWAY = "与 Telegram 的连接已断开（{reason}），正在重试，恢复后继续。"
TELEGRAM_LOG_BACK = "与 Telegram 的连接已恢复。"
TELEGRAM_LOG_CONFLICT = "另有一个程序正用同一个令牌接收消息。请停掉其中一个，或在 @BotFather 处更换令牌。"
TELEGRAM_LOG_NOT_STORED = "更新 {update} 未能存入数据库，暂不向 Telegram 确认，稍后重新接收。请检查磁盘空间和数据目录的权限。"
TELEGRAM_LOG_MOVED = "一个群升级为超级群，编号变了，但没能存入数据库；收到下一条消息时再存。"
TELEGRAM_LOG_CALLBACK = "Telegram 没有接受按钮应答（{reason}），继续回答。"
TELEGRAM_LOG_INLINE = "Telegram 没有接受联想结果（{reason}）。"
TELEGRAM_LOG_MENU = "命令菜单设置失败（{reason}），沿用原来的，下次启动时再试。"
