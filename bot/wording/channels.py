"""What every channel says for itself; for cadres, and its log for admins."""

from __future__ import annotations

CHANNEL_SORRY = "抱歉，这条消息处理时出错了（编号 {reference}）。请稍后再发一次；如仍不成功，请把编号告诉管理员。"
CHANNEL_FILE_SIZE = "文件“{name}”是空的，或超过 {most} MB，无法发送。请联系管理员，或回复“人工”转给工作人员。"
CHANNEL_FILE_GONE = "文件“{name}”暂时打不开。请稍后再试，或回复“人工”转给工作人员。"
CHANNEL_FILE_LINK = "文件“{name}”请在这里下载：{url}"
CHANNEL_FILE_ELSEWHERE = "文件“{name}”无法在这里发送。请回复“人工”，由工作人员发给您。"
CHANNEL_FLOOD = "消息太多了，我先停一停，这一分钟里的其他消息不再一一回复。请过一会儿把问题再发一次。"
CHANNEL_HUSHED = "好的，我在这个群里安静一个小时。要我提前回来，请群管理员 @我 说“恢复”。"
CHANNEL_AWAKE = "好的，我回来了。有问题请 @我。"
CHANNEL_LATE = "上次您问的“{asked}”有答复了："
CHANNEL_LATE_BARE = "上次没能发完的答复在这里："

# the same, for admins: the log

CHANNEL_UNDELIVERED = "一直无法连接对方的服务，这条回答尚未发出，恢复连接后或下次启动时会再发。"
CHANNEL_LOG_PENDING = "{channel}：上次停止时还有 {count} 条消息没有回答，现在继续处理。"
CHANNEL_LOG_FAILED = "{channel}：处理消息 {key} 时出错，编号 {reference}。"
CHANNEL_LOG_GIVEN_UP = "{channel}：消息 {key} 处理 {attempts} 次均未成功，不再处理，编号 {reference}。"
CHANNEL_LOG_DEADLY = "{channel}：消息 {key} 已多次使程序中断，不再处理，编号 {reference}。"
CHANNEL_LOG_SET_ASIDE = "{channel}：消息 {key} 无法处理（{reason}），已另存，不影响其他消息。运行 setaside 命令可以查看。"
CHANNEL_LOG_REFUSED = "{channel}：对方拒收 {key} 的消息（{reason}），不再发送。"
CHANNEL_LOG_PUT_OFF = "{channel}：消息 {key} 的回答一直未能发出（{reason}），暂缓发送，恢复后或下次启动时再发。"
CHANNEL_LOG_OUTBOX = "{channel}：无法读取待发消息，稍后再试。"
CHANNEL_LOG_POST_LATER = "{channel}：待发消息 {number} 尚未发出（{reason}），稍后再发。"
CHANNEL_LOG_POST_NOWHERE = "{channel}：待发消息 {number} 的会话不属于这个渠道，不再发送。"
CHANNEL_LOG_POST_BAD = "{channel}：待发消息 {number} 发送失败，不再发送：{reason}"
CHANNEL_LOG_FILE_GONE = "无法读取文件“{name}”（{reason}）。请检查指南文件夹，运行 check 命令可查看缺少哪些文件。"
CHANNEL_LOG_UPLOADS = "未能查到或保存上传记录，本次重新上传。"
CHANNEL_LOG_JOB = "处理一条消息时出错，将继续处理后面的消息。"
CHANNEL_LOG_GOODBYE = "{channel}：未能及时关闭连接，程序已直接退出。"
