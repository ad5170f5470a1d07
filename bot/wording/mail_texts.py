"""The mail channel; for cadres, and its errors and log for admins."""

from __future__ import annotations

MAIL_NAME = "建会通"
MAIL_SUBJECT = "回复：{subject}"
MAIL_SUBJECT_OWN = "您向工会咨询的问题"
MAIL_FOOTER = "本邮件由建会通自动回复，内容都经过审核。还有问题，请直接回复本邮件，每次问一个问题；要找工作人员，请回复“人工”。"
MAIL_FOOTER_LAST = "本邮件由建会通自动回复。今天给您的自动回复已经比较多了，您再来信会由工作人员查看，明天起可以继续自动回复。"
MAIL_EMPTY = "您的邮件已收到，但正文里没有看到问题。请直接回复本邮件，用文字写明想问什么，例如：多少名会员才能成立工会？图片和附件暂时读不了。"
MAIL_EXPERT_UNPROVEN = (
    "这封邮件没有通过发件人验证，内容没有转给提问人。请确认是用登记的邮箱直接发出的；仍然不行，请管理员检查 JIANHUI_MAIL_AUTH_SERVER 的设置，"
    "或改在其他渠道答复。"
)

# the same, for admins: errors at the start, and the log

MAIL_LOGIN = (
    "邮箱 {address} 登录失败。请检查 JIANHUI_MAIL_PASSWORD：网易（163、126）和 QQ 邮箱要填“授权码”，不是登录密码；"
    "授权码在网页邮箱的设置里，开启 IMAP/SMTP 服务后生成。改好后重新启动。"
)
MAIL_LOG_AWAY = "邮箱服务器暂时连不上（{reason}），稍后自动再试。"
MAIL_LOG_RENUMBERED = "邮箱的邮件编号变了，重新核对最近的邮件；处理过的不会再答复。"
MAIL_LOG_UNFETCHED = "邮箱里编号 {uid} 的邮件取不下来，先跳过，请到网页邮箱查看。"
MAIL_LOG_UNREAD = "一封邮件无法识别（{reason}），已另存，不影响其他邮件。运行 setaside 命令可以查看。"
MAIL_LOG_SILENT = "邮件 {key} 不自动答复：{reason}。"
MAIL_LOG_TOO_MANY = "邮件 {key} 的发件人今天的自动回复已到上限，这封留在邮箱里，请人工查看。"
MAIL_LOG_RETURNED = "发出的邮件 {key} 被退回，没有送到。"
