"""Questions for a person: what askers, admins and experts read of them."""

from __future__ import annotations

# ---- for askers

CASE_NOTED = "这个问题我记下了，编号 {number}。有人答复后我会发到这里；回复“人工”请工作人员优先看，回复“撤回{number}”就不等了。"
CASE_ANSWERED = "您问的“{text}”有答复了（编号 {number}）："
CASE_BY_PERSON = "这是工作人员 {date} 的答复，不在核对过的资料里，以上级工会确认为准。"
CASE_BEFORE = "以前有人问过相近的问题（“{text}”），工作人员 {date} 答复过："
CASE_BEFORE_NOTE = "这段话不在核对过的资料里，以上级工会确认为准。如果不是您要问的，请回复“人工”。"
CASE_REFUSED = "您问的“{text}”（编号 {number}），工作人员没有答复，原因是："
CASE_USEFUL_BUTTON = "有用"
CASE_MORE_BUTTON = "还有问题"
CASE_THANKS = "谢谢反馈，很高兴帮上忙。"
CASE_AGAIN = "好的，已重新转给工作人员，编号 {number}。想补充情况，请回复“补充{number} 要说的话”。"
CASE_ADDED = "已补充到编号 {number}，一起转给工作人员。"
CASE_NOT_YOURS = "没有找到您的编号 {number}。回复“我的问题”看您留给工作人员的问题。"
CASE_NONE = "您没有留给工作人员的问题。遇到我答不了的，回复“人工”就行。"
CASE_MINE = "您留给工作人员的问题："
CASE_MINE_LINE = "编号 {number}（{date}）“{text}”：{state}"
CASE_MINE_HOW = "回复“编号{number}”看一个，“撤回{number}”不再等，“补充{number} 要说的话”补充情况。"
CASE_STATES = {
    "open": "还在等答复",
    "again": "还在等答复",
    "taken": "已有工作人员在办",
    "soon": "马上发给您",
    "answered": "已答复",
    "refused": "没有答复：{reason}",
    "withdrawn": "您已撤回",
    "settled": "已由我回答",
}
CASE_AHEAD = "共有 {people} 人在等同一个问题的答复。"
CASE_WITHDRAWN = "已撤回编号 {number}，不再等答复。"
CASE_CLOSED = "编号 {number} 已经{state}，不用撤回。"

# ---- for admins

CASE_LIST = "等答复的问题（第 {page} 页，共 {pages} 页，{count} 个），等的人多、等得久的在前："
CASE_LIST_MINE = "归您办的问题（第 {page} 页，共 {pages} 页，{count} 个）："
CASE_LIST_LINE = "问题 {number}：{text}（{people} 人等，{days} 天{assigned}）"
CASE_LIST_ASSIGNED = "，已有人办"
CASE_LIST_HOW = "回复“/case 号码”看一个。"
CASE_LIST_EMPTY = "没有等答复的问题。"
CASE_GONE = "没有问题 {number}。回复 /cases 看现有的。"
CASE_HEAD = "问题 {number}：{text}"
CASE_STATE_OPEN = "{people} 人在等，最久的等了 {days} 天。"
CASE_STATE_DONE = "{date} 已答复：{answer}"
CASE_STATE_SOON = "已答复，{seconds} 秒后发出：{answer}"
CASE_STATE_REFUSED = "{date} 决定不答复：{answer}"
CASE_STATE_NOBODY = "没有人在等。"
CASE_STATE_ASSIGNED = "由一位管理员在办。"
CASE_STATE_MINE = "由您在办。"
CASE_MERGED = "问题 {number} 已并入问题 {into}。"
CASE_WORDINGS = "提问人的原话："
CASE_WORDING = "第 {number} 位（{date}，{kind}）：{text}"
CASE_KINDS = {"human": "要人工", "unknown": "机器人不知道", "choose": "没从候选里选", "useless": "说没用"}
CASE_REASON = "{text}，原因：{reason}"
CASE_AROUND = "第 {number} 位前后问的："
CASE_OFFERED = "机器人当时{decision}：{entries}"
CASE_NOTHING = "没有给出条目"
CASE_SUGGESTED = "可能对应的条目："
CASE_SUGGESTION = "{question} [{id}]"
CASE_LIKE = "可能是同一个问题："
CASE_LIKE_LINE = "问题 {number}：{text}（{people} 人）"
CASE_HOW = (
    "可以点按钮，也可以打字：/answer {number} 答复内容；/with {number} 条目编号；/refuse {number} 原因；"
    "/merge {number} 并到哪个问题；/assign {number}；/reopen {number}。"
)
CASE_BUTTONS = {
    "answer": "写答复",
    "refuse": "不答复",
    "assign": "归我办",
    "drop": "不归我办",
    "reopen": "重新打开",
    "cases": "全部问题",
    "entry": "加为新条目",
    "phrase": "加为它的问法",
    "with": "用“{question}”答复",
    "merge": "并到问题 {number}",
    "next": "下一页",
    "yes": "确认发送",
    "again": "重写",
    "stop": "取消",
    "undo": "撤回",
    "show": "看问题 {number}",
}
CASE_WRITE = "请写给问题 {number} 的答复。写完先给您看一遍，确认后才发给 {people} 位提问人。回复“取消”不写了。"
CASE_WRITE_REASON = "请写不答复问题 {number} 的原因（会告诉要人工的提问人）。回复“取消”不写了。"
CASE_PREVIEW = "将把下面这段发给 {people} 位提问人："
CASE_PREVIEW_REFUSE = "将告诉要人工的提问人，问题 {number} 不答复，原因是："
CASE_PREVIEW_MERGE = "将把问题 {number}（{text}）并入问题 {into}（{other}），并了不能分开。"
CASE_PREVIEW_ASKED = "他们问的是："
CASE_PREVIEW_MORE = "还有 {count} 种问法"
CASE_CONFIRM = "点“确认发送”或回复“确认”。"
CASE_SENT = "问题 {number} 已答复，发给了 {people} 位提问人。"
CASE_SENT_REFUSED = "问题 {number} 已记为不答复。"
CASE_SENT_MERGED = "问题 {number} 已并入问题 {into}。"
CASE_SENT_NEXT = "要让机器人以后自己答，可以把它加进资料："
CASE_ASSIGNED_YOU = "问题 {number} 归您办了。回复 /mine 看归您办的。"
CASE_ASSIGNED = "问题 {number} 已分给这位管理员。"
CASE_DROPPED = "问题 {number} 不再归谁办。"
CASE_ASSIGN_WHO = "这不是管理员的账号。请写成 telegram:4711 的样子，这个账号要在设置 JIANHUI_ADMINS 里。"
CASE_REOPENED = "问题 {number} 重新打开了。"
CASE_STILL_OPEN = "问题 {number} 已经开着，在等答复，不用重新打开。"
CASE_CHANGED = "问题 {number} 刚被别人改过，没有生效。请再看一遍：/case {number}"
CASE_EMPTY = "没有写内容。请这样写：{example}"
CASE_EXAMPLES = {
    "answer": "/answer 12 答复内容",
    "refuse": "/refuse 12 原因",
    "merge": "/merge 12 7",
    "with": "/with 12 条目编号",
}
CASE_NUMBER = "请写上问题的号码，例如：/case 12"
CASE_NO_ENTRY = "没有条目 {id}。请写条目的编号。"
CASE_CANNOT_MERGE = "问题 {number} 和 {into} 不能合并：号码不对，或者已经并过了。"
CASE_STOPPED = "已取消，什么都没有发。"
CASE_STALE = "这个按钮已经失效了。请再看一遍：/case 号码"
CASE_PRIVATE = "请在和我的私聊里，或者在专家群里处理问题。"
CASE_NO_EDITOR = "现在不能从这里改资料。请用 /new 或 /phrase。"
CASE_ALREADY = "问题 {number} 已经有答复了。要再答复，请先 /reopen {number}。"

# ---- for the experts' chat

EXPERT_POST = "问题 {number}，请专家答复："
EXPERT_AGAIN = "问题 {number} 还没解决，请专家再答复："
EXPERT_HOW = "直接回复这条消息，写的就是答复，会发给每位提问人。"
EXPERT_TAKEN = (
    "已作为问题 {number} 的答复，一分钟后发给 {people} 位提问人。发错了请在一分钟内点“撤回”，或回复“撤回”；也可以修改原消息。"
)
EXPERT_DOUBT = "这是问题 {number} 的答复吗？要发给 {people} 位提问人："
EXPERT_YES = "是，发送"
EXPERT_NO = "不是"
EXPERT_NOT = "好的，没有发。"
EXPERT_UNDONE = "已撤回，什么都没有发。问题 {number} 还在等答复。"
EXPERT_TOO_LATE = "已经发出去了，撤不回来。可以重新打开问题 {number} 再答复。"
EXPERT_DONE = "问题 {number} 已经有答复了，这一条没有发。要更正，请管理员先 /reopen {number}。"

# ---- privacy

MYDATA = "关于您，我存着：{questions} 个问题，{handovers} 个留给工作人员的问题，{downloads} 次下载，{conversations} 段对话的位置，{drafts} 份没填完的表。"
MYDATA_MASKED = "身份证号、电话、银行卡号、邮箱在保存前就去掉了。问题 {days} 天后删除，只留数量。工作人员看不到您是谁。"
EXPIRE_JUMPED = (
    "电脑的时间比机器人上次看到的快了 {days} 天。如果是时钟不对，请校准；如果是停机了这么久，不用管。"
    "为免误删，到期记录先不删，时间正常走满 7 天后再照常删除。"
)
MYDATA_FILE = "全部内容在附上的文件里。要删除，回复 /forget。"
MYDATA_NAME = "我的数据.txt"
MYDATA_LINE = "{time}  {text}"
MYDATA_QUESTIONS = "您的问题"
MYDATA_HANDOVERS = "留给工作人员的问题"
MYDATA_HANDOVER = "编号 {number}  {time}  {text}（{state}）"
FORGET_ASK = "将删除我存着的您的问题（{questions} 个）、留给工作人员的问题（{handovers} 个）和没填完的表，删了找不回来，在等的答复也收不到了。确定就点按钮或者回复“确定删除”，不想删回复“不删”。"
FORGET_YES = "确定删除"
FORGET_NO = "不删"
FORGET_DONE = "已删除：{questions} 个问题，{handovers} 个留给工作人员的问题，{downloads} 次下载不再记在您名下。数量还会计入统计，看不出是谁。"
FORGET_KEPT = "好的，没有删除。"
FORGET_STALE = "这个按钮已经失效了。要删除请再回复 /forget。"
CASES_LOG_FAILED = "处理留给工作人员的问题时数据库出错，下次再试。"
