"""The Telegram channel; for cadres, and its log for admins."""

from __future__ import annotations

TELEGRAM_VOICE = "我还听不了语音和录音，请把问题打成文字发给我；要找人帮忙，就发“人工”。"
TELEGRAM_PHOTO = "我还看不了图片和视频，请用文字说说想问什么；要请人看材料，就发“人工”。"
TELEGRAM_FILE = "我还读不了文件，请用文字说说想问什么；要请人看材料，就发“人工”。"
TELEGRAM_STICKER = "收到。想问什么，请直接打字，例如：多少名会员才能成立工会？"
TELEGRAM_OTHER = "这种消息我还处理不了，请用文字说说想问什么；要找人帮忙，就发“人工”。"
TELEGRAM_GROUP_HOW = (
    "大家好，我解答基层工会的常见问题。在群里问我，请先写 @{name} 再写问题，或发送“/ask 问题”，也可以直接回复我的消息。"
)
TELEGRAM_INLINE_OPEN = "接着输入问题，或点这里和我私聊"
TELEGRAM_INLINE_MORE = "看全文"
TELEGRAM_MENU = {
    "topics": "看看能问哪些内容",
    "guides": "要指南、表格、台账",
    "fill": "帮我填表、写请示",
    "help": "怎么用",
    "human": "找人帮忙",
    "mycase": "看我留给工作人员的问题",
    "mydata": "看存了我的什么",
    "law": "查法律条文，例如：/law 竞业限制",
}
TELEGRAM_MENU_GROUP = {
    "ask": "提问，例如：/ask 多少名会员才能成立工会",
    "topics": "看看能问哪些内容",
    "guides": "要指南、表格、台账",
    "fill": "帮我填表、写请示",
    "help": "怎么用",
}
TELEGRAM_SHORT_DESCRIPTION = "基层工会干部的问答助手：建会、换届、经费、会员服务，用自己的话问就行。"
TELEGRAM_DESCRIPTION = (
    "建会通解答基层工会工作中的常见问题：怎样组建工会、换届选举、会员发展、经费使用等。\n\n"
    "用自己的话打字提问即可，回答都是审核过的内容，并写明依据；答不了的，可以转给工作人员。"
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
    "无法在 {listen}:{port} 上监听，可能已被别的程序占用。请换一个 JIANHUI_TELEGRAM_WEBHOOK_PORT，"
    "或停掉占用它的程序后重新启动。"
)
TELEGRAM_BUTTON = "按钮“{label}”没有动作，Telegram 发不出去。"
TELEGRAM_LOG_NO_START = "还连不上 Telegram（{reason}），{pause} 秒后再试。请检查网络；需要代理时请设置 HTTPS_PROXY。"
TELEGRAM_LOG_AWAY = "与 Telegram 的连接断了（{reason}），会一直重试，恢复后继续。"
TELEGRAM_LOG_BACK = "与 Telegram 的连接恢复了。"
TELEGRAM_LOG_CONFLICT = "另有一个程序正用同一个令牌接收消息。请停掉其中一个，或在 @BotFather 处更换令牌。"
TELEGRAM_LOG_NOT_STORED = "更新 {update} 没能存入数据库，不向 Telegram 确认，稍后重新接收。请检查磁盘空间和数据目录的权限。"
TELEGRAM_LOG_CALLBACK = "按钮的应答没有被接受（{reason}），继续回答。"
TELEGRAM_LOG_INLINE = "联想的结果没有被接受（{reason}）。"
TELEGRAM_LOG_MENU = "命令菜单没有设置成功（{reason}），沿用原来的。下次启动时再试。"
