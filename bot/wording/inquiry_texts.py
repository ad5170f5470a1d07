"""Questions for a person: what askers, admins and experts read of them."""

from __future__ import annotations

# ---- for askers

INQUIRY_NOTED = (
    "这个问题已记录，编号 {number}，有答复后会发到这里。回复“人工”，工作人员会优先处理；不想等了，请回复“撤回{number}”。"
)
INQUIRY_ANSWERED = "您问的“{text}”有答复了（编号 {number}）："
INQUIRY_BY_PERSON = "这是工作人员 {date} 的答复，不属于已核对的资料，以上级工会确认为准。"
INQUIRY_BEFORE = "以前有人问过相近的问题（“{text}”），工作人员 {date} 的答复是："
INQUIRY_BEFORE_NOTE = "这段答复不属于已核对的资料，以上级工会确认为准。如果不是您要问的，请回复“人工”。"
INQUIRY_REFUSED = "您问的“{text}”（编号 {number}），工作人员看过，不作答复，原因是："
INQUIRY_USEFUL_BUTTON = "有用"
INQUIRY_MORE_BUTTON = "还有问题"
INQUIRY_THANKS = "感谢反馈，很高兴能帮到您。"
INQUIRY_AGAIN = "好的，已重新转给工作人员，编号 {number}。想补充情况，请回复“补充{number} 要说的话”。"
INQUIRY_ADDED = "已补充到编号 {number}，一起转给工作人员。"
INQUIRY_NOT_YOURS = "没有找到编号为 {number} 的问题。回复“我的问题”，查看您转给工作人员的问题。"
INQUIRY_NONE = "您还没有转给工作人员的问题。没有得到解决时，回复“人工”即可转交。"
INQUIRY_MINE = "您转给工作人员的问题："
INQUIRY_MINE_LINE = "编号 {number}（{date}）“{text}”：{state}"
INQUIRY_MINE_HOW = "回复“编号{number}”查看详情，“撤回{number}”不再等候，“补充{number} 要说的话”补充情况。"
INQUIRY_STATES = {
    "open": "等待答复",
    "again": "等待再次答复",
    "taken": "工作人员正在处理",
    "soon": "答复即将发出",
    "answered": "已答复",
    "refused": "不作答复：{reason}",
    "withdrawn": "您已撤回",
    "settled": "已由机器人答复",
}
INQUIRY_AHEAD = "有 {people} 人在等这个问题的答复。"
INQUIRY_WITHDRAWN = "已撤回编号 {number}，不再等候答复。"
INQUIRY_CLOSED = "编号 {number}：{state}，无需撤回。"

# ---- for admins

INQUIRY_LIST = "待答复的问题（第 {page} 页，共 {pages} 页，{count} 个），人数多、等候久的排在前面："
INQUIRY_LIST_CHOSEN = "待答复的问题，只看“{filter}”（第 {page} 页，共 {pages} 页，{count} 个）："
INQUIRY_LIST_NONE = "没有符合“{filter}”的待答复问题。"
INQUIRY_FILTERS = {"mine": "由我处理", "free": "无人处理", "human": "要求转人工", "days": "3天以上"}
INQUIRY_FILTER_TOPIC = "{topic}（{count}）"
INQUIRY_LIST_LINE = "问题 {number}：{text}（{people} 人等，{waited}{assigned}）"
INQUIRY_LIST_ASSIGNED = "，已有人处理"
INQUIRY_LIST_HOW = (
    "回复“/case 号码”查看详情。只看一部分，可在 /cases 后写条件，例如：/cases 会费、/cases 3天以上、/cases 2人以上。"
)
INQUIRY_LIST_EMPTY = "没有待答复的问题。"
INQUIRY_GONE = "没有找到问题 {number}。回复 /cases 查看现有的问题。"
INQUIRY_HEAD = "问题 {number}：{text}"
INQUIRY_STATE_OPEN = "{people} 人在等，最早的一位等了{waited}。"
INQUIRY_WAITED = " {days} 天"
INQUIRY_WAITED_HOURS = " {hours} 小时"
INQUIRY_WAITED_LESS = "不到 1 小时"
INQUIRY_STATE_DONE = "{date} 已答复：{answer}"
INQUIRY_STATE_SOON = "已答复，{seconds} 秒后发出：{answer}"
INQUIRY_STATE_REFUSED = "{date} 已决定不作答复，原因：{answer}"
INQUIRY_STATE_NOBODY = "目前无人等候。"
INQUIRY_STATE_ASSIGNED = "由另一位管理员处理。"
INQUIRY_STATE_MINE = "由您处理。"
INQUIRY_MERGED = "问题 {number} 已并入问题 {into}。"
INQUIRY_WORDINGS = "提问人的原话："
INQUIRY_WORDING = "第 {number} 位（编号 {inquiry}，{date}，{kind}）：{text}"
INQUIRY_KINDS = {"human": "要求转人工", "unknown": "机器人没答上来", "choose": "没有选候选条目", "useless": "评价“没用”"}
INQUIRY_REASON = "{text}，原因：{reason}"
INQUIRY_AROUND = "第 {number} 位前后还问了："
INQUIRY_OFFERED = "机器人当时的处理：{decision}；涉及条目：{entries}"
INQUIRY_NOTHING = "无"
INQUIRY_SUGGESTED = "可能对应的条目："
INQUIRY_SUGGESTION = "{question} [{id}]"
INQUIRY_LIKE = "可能是同一个问题："
INQUIRY_LIKE_LINE = "问题 {number}：{text}（{people} 人）"
INQUIRY_HOW = (
    "可以点按钮，也可以打字：/answer {number} 答复内容；/with {number} 条目编号；/refuse {number} 原因；"
    "/merge {number} 目标问题号码；/assign {number}；/reopen {number}。"
)
INQUIRY_BUTTONS = {
    "answer": "写答复",
    "refuse": "不答复",
    "assign": "我来处理",
    "drop": "不处理了",
    "reopen": "重新处理",
    "cases": "全部问题",
    "entry": "加为新条目",
    "phrase": "加为它的问法",
    "with": "用“{question}”答复",
    "merge": "并入问题 {number}",
    "next": "下一页",
    "yes": "确认发送",
    "join": "确认合并",
    "again": "重写",
    "stop": "取消",
    "undo": "撤回",
    "show": "查看问题 {number}",
}
INQUIRY_WRITE = "请写问题 {number} 的答复。写完会先请您核对，确认后发给 {people} 位提问人。不写了，请回复“取消”。"
INQUIRY_WRITE_REASON = "请写不答复问题 {number} 的原因（会发给要求转人工的提问人）。不写了，请回复“取消”。"
INQUIRY_PREVIEW = "下面这段话将发给 {people} 位提问人："
INQUIRY_PREVIEW_REFUSE = "问题 {number} 将不作答复，并把下面的原因发给要求转人工的提问人："
INQUIRY_PREVIEW_MERGE = "问题 {number}（{text}）将并入问题 {into}（{other}），合并后不能拆分。"
INQUIRY_PREVIEW_ASKED = "提问人的原话："
INQUIRY_PREVIEW_MORE = "另有 {count} 种问法"
INQUIRY_CONFIRM = "请点“确认发送”或回复“确认”。"
INQUIRY_SENT = "问题 {number} 的答复已发给 {people} 位提问人。"
INQUIRY_SENT_REFUSED = "问题 {number} 已标记为不作答复。"
INQUIRY_SENT_MERGED = "问题 {number} 已并入问题 {into}。"
INQUIRY_SENT_NEXT = "如需机器人以后直接回答，可以把它加入知识库："
INQUIRY_ASSIGNED_YOU = "问题 {number} 由您处理。回复 /mine 查看由您处理的问题。"
INQUIRY_ASSIGNED = "问题 {number} 已分给这位管理员。"
INQUIRY_DROPPED = "问题 {number} 已无人认领。"
INQUIRY_ASSIGN_WHO = "这不是管理员的账号。请按 telegram:4711 的格式填写，且该账号须在设置 JIANHUI_ADMINS 中。"
INQUIRY_REOPENED = "问题 {number} 已恢复为待答复。"
INQUIRY_STILL_OPEN = "问题 {number} 没有关闭，仍在等待答复，无需重新处理。"
INQUIRY_CHANGED = "问题 {number} 刚有其他人处理过，您的操作没有生效。请重新查看：/case {number}"
INQUIRY_EMPTY = "没有内容。请按这个格式发送：{example}"
INQUIRY_EXAMPLES = {
    "answer": "/answer 12 答复内容",
    "refuse": "/refuse 12 原因",
    "merge": "/merge 12 7",
    "with": "/with 12 条目编号",
}
INQUIRY_NUMBER = "请写明问题的号码，例如：/case 12"
INQUIRY_NO_ENTRY = "没有编号为 {id} 的条目。请核对条目编号。"
INQUIRY_CANNOT_MERGE = "问题 {number} 和 {into} 不能合并：号码有误，或已经合并过。请用 /cases 核对号码。"
INQUIRY_STOPPED = "已取消，没有发送任何内容。"
INQUIRY_STALE = "这个按钮已失效。请重新查看：/case 号码"
INQUIRY_PRIVATE = "请在与我的私聊或专家群里处理问题。"
INQUIRY_NO_EDITOR = "暂时不能在这里修改知识库。请用 /new 或 /phrase。"
INQUIRY_ALREADY = "问题 {number} 已有答复。如需再次答复，请先发 /reopen {number}。"

# ---- what admins are told by themselves

NEWS = "有 {count} 个新问题等待答复："
NEWS_MORE = "另有 {count} 个，请回复 /cases 查看"
NEWS_HOW = "点按钮或回复“/case 号码”查看详情并答复。"
ASIDE = "机器人把下面 {count} 条消息当作闲聊，没有答复。请您看看有没有漏掉的提问："
ASIDE_LINE = "消息 {number}：{text}"
ASIDE_TIMES = "消息 {number}：{text}（{times} 次）"
ASIDE_MORE = "另有 {count} 种说法"
ASIDE_HOW = "如果其中有提问，请回复“/question 号码”，例如 /question {number}，我会把它转为待答复的问题。"
ASIDE_GONE = "没有找到消息 {number}，可能已经过期，或者它已经按提问处理过。请核对号码。"
ASIDE_RAISED = "已转为待答复的问题 {number}：{text}"

# ---- for the experts' chat

EXPERT_POST = "问题 {number}，请专家答复："
EXPERT_AGAIN = "问题 {number} 尚未解决，请专家再次答复："
EXPERT_HOW = "请直接回复本消息，内容会原样发给每位提问人。"
EXPERT_TAKEN = (
    "已作为问题 {number} 的答复，一分钟后发给 {people} 位提问人。如有误，请在一分钟内点“撤回”或回复“撤回”，也可以修改原消息。"
)
EXPERT_DOUBT = "这是问题 {number} 的答复吗？确认后将发给 {people} 位提问人："
EXPERT_YES = "是，发送"
EXPERT_NO = "不是"
EXPERT_NOT = "好的，没有发送。"
EXPERT_UNDONE = "已撤回，没有发送。问题 {number} 仍在等待答复。"
EXPERT_TOO_LATE = "答复已发出，无法撤回。如需更正，请发 /reopen {number} 后再次答复。"
EXPERT_DONE = "问题 {number} 已有答复，这一条没有发送。如需更正，请管理员先发 /reopen {number}。"

INQUIRY_PAGE = "有了答复，也可以随时在这个网页上看到（只有您知道这个地址，请不要转发）：{url}"

# ---- privacy

MYDATA = "与您有关的记录：{kept}。"
MYDATA_NOTHING = "没有与您有关的记录。"
MYDATA_KEPT = {
    "questions": "{count} 个提问",
    "handovers": "{count} 个转给工作人员的问题",
    "downloads": "{count} 次下载",
    "conversations": "{count} 处对话进度",
    "drafts": "{count} 份没填完的表",
}
MYDATA_MASKED = "身份证号、电话、银行卡号、邮箱在保存前已去除。提问记录 {days} 天后删除，只保留数量。工作人员看不到您的身份。"
EXPIRE_JUMPED = (
    "电脑时间比机器人上次运行时快了 {days} 天。如果是时钟有误，请校准；如果停机了这么久，可以忽略。"
    "为避免误删，到期记录暂不删除，时间正常满 7 天后恢复清理。"
)
MYDATA_FILE = "全部内容见附件。如需删除，请回复 /forget。"
MYDATA_NAME = "我的数据.txt"
MYDATA_LINE = "{time}  {text}"
MYDATA_QUESTIONS = "您的提问"
MYDATA_HANDOVERS = "转给工作人员的问题"
MYDATA_HANDOVER = "编号 {number}  {time}  {text}（{state}）"
FORGET_ASK = "将删除您的提问记录（{questions} 个）、转给工作人员的问题（{handovers} 个）和没填完的表。删除后无法恢复，也收不到正在等的答复。确认请点按钮或回复“确定删除”，不删请回复“不删”。"
FORGET_YES = "确定删除"
FORGET_NO = "不删"
FORGET_DONE = "已删除 {questions} 个提问、{handovers} 个转给工作人员的问题，{downloads} 次下载记录已清除。数量仍计入统计，但无法识别到个人。"
FORGET_KEPT = "好的，没有删除。"
FORGET_STALE = "这个按钮已失效。如需删除，请再次回复 /forget。"
INQUIRIES_LOG_FAILED = "处理转给工作人员的问题时数据库出错，稍后自动重试。"
