"""What the bot says on QQ alone, by either way; for cadres, and its log for admins."""

from __future__ import annotations

QQ_GROUP_HOW = (
    "您好，我是建会通，回答建会、换届、会费等工会工作上的问题。在群里 @我 再写上问题就行，例如：@我 公司只有十几个人能建工会吗"
)
QQ_HELLO = "您好，我是建会通，回答建会、换届、会费等工会工作上的问题。直接把问题发给我就行，例如：公司只有十几个人能建工会吗"

# for admins

QQ_UNAUTHORIZED = "QQ 不接受 JIANHUI_QQ_APP_ID 和 JIANHUI_QQ_SECRET（代码 {code}）。请到 q.qq.com 的“开发设置”里核对；密钥重新生成过的话，旧的就不能用了。"
QQ_CLOSED = (
    "QQ 关闭了连接，再连也没有用（代码 {code}）。请到 q.qq.com 看机器人是否已上线、是否被封，以及有没有“群聊和单聊”的权限。"
)
QQ_LOG_LOST = "qq：连接断开（{reason}），稍后自动接着连，断开期间的消息会补上。"
QQ_LOG_NO_NETWORK = "qq：现在连不上 QQ，会一直再试。"
QQ_LOG_NO_FILE = "qq：文件发不出去（{reason}），改发文字。机器人要有发文件的权限。"

ONEBOT_IN_USE = "地址 {listen} 打不开（{reason}）。可能已有别的程序在用，请改 JIANHUI_ONEBOT_LISTEN，或停掉那个程序。"
ONEBOT_LOG_REFUSED = (
    "onebot：有程序用错误的令牌来连接，已拒绝（403）。请核对 OneBot 程序里的令牌和 JIANHUI_ONEBOT_TOKEN 是否一样。"
)
ONEBOT_LOG_CAME = "onebot：账号 {account} 已连接。"
ONEBOT_LOG_GONE = "onebot：账号 {account} 断开。"
ONEBOT_LOG_OFFLINE = "onebot：账号 {account} 的程序说它不在线。请看看那边是不是掉线了，要重新登录。"
ONEBOT_SILENT = (
    "QQ（OneBot）已有 {hours} 小时没有任何消息，可能掉线了。请看看运行 OneBot 的那台电脑：程序是否还开着，QQ 号是否要重新登录。"
)
ONEBOT_OFFLINE = "QQ 号 {account}（OneBot）掉线了，现在收不到也发不出消息。请到运行 OneBot 的那台电脑上重新登录。"
ONEBOT_FILE = "文件“{name}”已放进群文件。"
ONEBOT_LOG_UNSURE = "onebot：一条消息发出后没有回音，查过记录，{found}。"
ONEBOT_FOUND = "已经送到，不再发"
ONEBOT_MISSING = "没有送到，再发一次"
ONEBOT_UNCLEAR = "查不到发送记录，不再重发，以免重复"

# the command that reads a group's history

HISTORY_GROUP_WORD = "群号"
HISTORY_OPTIONS = {
    "group": "QQ 群号",
    "file": "写到哪个 .txt 文件；之后用 import 命令从里面找出候选",
    "most": "最多读多少条，不写是 20000",
}
HISTORY_NO_ONEBOT = "要读群里的聊天记录，先设置 JIANHUI_ONEBOT_LISTEN 和 JIANHUI_ONEBOT_TOKEN，见 docs/qq.md。"
HISTORY_GROUP = "“{group}”不是 QQ 群号。群号是 5 到 12 位数字。"
HISTORY_WAITING = "在 {listen} 等 OneBot 程序连过来……（机器人正在运行的话，请先停掉）"
HISTORY_NOBODY = "等了 {seconds} 秒，没有 OneBot 程序连过来。请检查它是否开着，反向 WebSocket 的地址和令牌对不对。"
HISTORY_NONE = "读不到群 {group} 的聊天记录（{reason}）。请检查群号、账号在不在群里，OneBot 程序有没有 get_group_msg_history。"
HISTORY_DONE = "读到 {count} 条消息，已写到 {file}。下一步：python3 run.py import {file}"
