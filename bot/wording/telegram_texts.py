"""The Telegram channel; for cadres, and its log for admins."""

from __future__ import annotations

TELEGRAM_VOICE = "我还听不了语音和录音，请把问题打成文字发给我；要找人帮忙，就发“人工”。"
TELEGRAM_PHOTO = "我还看不了图片和视频，请用文字说说想问什么；要请人看材料，就发“人工”。"
TELEGRAM_FILE = "我还读不了文件，请用文字说说想问什么；要请人看材料，就发“人工”。"
TELEGRAM_STICKER = "收到。想问什么，请直接打字，例如：多少名会员才能成立工会？"
TELEGRAM_OTHER = "这种消息我还处理不了，请用文字说说想问什么；要找人帮忙，就发“人工”。"
TELEGRAM_FILE_SIZE = "文件“{name}”是空的，或者超过 {most} MB，Telegram 发不出去。请联系管理员，或回复“人工”留给工作人员。"
TELEGRAM_FILE_GONE = "文件“{name}”现在取不到。请稍后再要一次，或回复“人工”留给工作人员。"
TELEGRAM_GROUP_HOW = (
    "大家好，我解答基层工会的常见问题。在群里问我，请先写 @{name} 再写问题，或发送“/ask 问题”，也可以直接回复我的消息。"
)
TELEGRAM_SORRY = "抱歉，这条消息没能处理好（编号 {reference}）。请过一会儿再发一次；还是不行，请把编号告诉管理员。"
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
TELEGRAM_BUTTON = "按钮的动作“{action}”为空或超过 {limit} 字节，Telegram 发不出去。请缩短它的编号。"
TELEGRAM_UNDELIVERED = "一直连不上 Telegram，这条回答还没有送出，会在恢复后或下次启动时再送。"
TELEGRAM_LOG_NO_START = "还连不上 Telegram（{reason}），{pause} 秒后再试。请检查网络；需要代理时请设置 HTTPS_PROXY。"
TELEGRAM_LOG_AWAY = "与 Telegram 的连接断了（{reason}），会一直重试，恢复后继续。"
TELEGRAM_LOG_BACK = "与 Telegram 的连接恢复了。"
TELEGRAM_LOG_CONFLICT = "另有一个程序正用同一个令牌接收消息。请停掉其中一个，或在 @BotFather 处更换令牌。"
TELEGRAM_LOG_SET_ASIDE = "消息 {update} 无法处理（{reason}），已另存，不影响其他消息。运行 setaside 命令可以查看。"
TELEGRAM_LOG_NOT_STORED = "更新 {update} 没能存入数据库，不向 Telegram 确认，稍后重新接收。请检查磁盘空间和数据目录的权限。"
TELEGRAM_LOG_PENDING = "上次停止时还有 {count} 条更新没有回答，现在继续。"
TELEGRAM_LOG_FAILED = "处理更新 {update} 时出错，编号 {reference}。"
TELEGRAM_LOG_GIVEN_UP = "更新 {update} 试了 {attempts} 次都不成功，不再处理，编号 {reference}。"
TELEGRAM_LOG_DEADLY = "更新 {update} 已几次使程序中断，不再处理，编号 {reference}。"
TELEGRAM_LOG_REFUSED = "Telegram 拒收 {update} 的消息（{reason}），不再发送。"
TELEGRAM_LOG_UNSENT = "更新 {update} 的回答一直送不出去（{reason}），先放下，恢复后或下次启动时再送。"
TELEGRAM_LOG_OUTBOX = "读不了待发的消息，稍后再试。"
TELEGRAM_LOG_POST_LATER = "待发消息 {number} 还没送出（{reason}），稍后再送。"
TELEGRAM_LOG_POST_NOWHERE = "待发消息 {number} 的会话不是 Telegram 的，不再发送。"
TELEGRAM_LOG_POST_BAD = "待发消息 {number} 发不出去，不再发送：{reason}"
TELEGRAM_LOG_FILE_GONE = "读不了文件“{name}”（{reason}）。请检查指南文件夹，运行 check 命令看缺哪些。"
TELEGRAM_LOG_UPLOADS = "没能查到或记下已上传的文件，这次重新上传。"
TELEGRAM_LOG_CALLBACK = "按钮的应答没有被接受（{reason}），继续回答。"
TELEGRAM_LOG_INLINE = "联想的结果没有被接受（{reason}）。"
TELEGRAM_LOG_MENU = "命令菜单没有设置成功（{reason}），沿用原来的。下次启动时再试。"
