"""Linking one's channels by a code, for cadres."""

from __future__ import annotations

CHANNELS = {
    "telegram": "Telegram",
    "qq": "QQ",
    "onebot": "QQ",
    "mail": "邮箱",
    "web": "网页",
    "terminal": "电脑终端",
}
"""What people call the channels."""
LINK_CODE = (
    "您的验证码是 {code}，{minutes} 分钟内有效，只能用一次，请不要告诉别人。\n"
    "请到另一个渠道（如邮箱、Telegram、QQ）私聊我，发送“绑定 {code}”。"
    "绑定后，工作人员的答复在这里发不过去时，会发到那边。"
)
LINK_LISTED = "已绑定：{channels}。解除请发 /unlink。"
LINK_ONE = "{channel}（{since} 绑定）"
LINK_DONE = "已与您的{channel}绑定。工作人员的答复在一边发不过去时，会发到另一边。解除请发 /unlink。"
LINK_DONE_THERE = (
    "您的账号刚刚与{channel}上的账号绑定，答复在这里发不过去时会发到那边。如果不是您本人操作，请马上发 /unlink 解除。"
)
LINK_WRONG = "验证码不对或已过期。请回到另一个渠道，再发一次“绑定”，用新的验证码。"
LINK_SHAPE = "验证码是 {digits} 位数字，请核对后再发，例如：绑定 {example}"
LINK_OWN = "这个验证码就是在这里生成的。请到另一个渠道发送，例如发邮件到公共邮箱，正文写“绑定 {code}”。"
LINK_TOO_OFTEN = "操作太频繁，请 {minutes} 分钟后再试。"
LINK_PRIVATE = "绑定渠道只能在私聊中进行。请打开与我的私聊，再发一次。"
LINK_PUBLIC = "验证码已经被别人看到，为了安全已作废。请在私聊中重新发送“绑定”。"
LINK_UNPROVEN = "还不能确认这封邮件是您本人发的。请直接回复这封邮件，再写一次刚才的内容，就可以绑定了。"
UNLINK_DONE = "已解除绑定。今后的答复只发到这里。"
UNLINK_NONE = "您没有绑定其他渠道，不用解除。"
LINK_DIVERTED = "您在{channel}提的问题，答复在那边暂时发不过去，所以发到这里。"
LINK_COPIED = "这是您在{channel}提的问题的答复。"
MYDATA_LINKS = "绑定的渠道：{channels}。解除请发 /unlink。"
MYDATA_LINKS_HEAD = "绑定的渠道"
