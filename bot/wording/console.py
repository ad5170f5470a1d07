"""The console for admins; templates name each sentence without its CONSOLE_: `c.title` is CONSOLE_TITLE."""

from __future__ import annotations

CONSOLE_TITLE = "管理后台"
CONSOLE_MENU = (
    ("/admin", "概况"),
    ("/admin/inquiries", "待答问题"),
    ("/admin/knowledge", "知识"),
    ("/admin/federation", "本地信息"),
    ("/admin/documents", "文件"),
    ("/admin/numbers", "统计"),
    ("/admin/import", "导入导出"),
    ("/admin/audit", "操作记录"),
    ("/admin/sessions", "登录情况"),
)
CONSOLE_WHO = "{who}（{role}）"
CONSOLE_LOGOUT = "退出"
CONSOLE_SITE = "看网站"
CONSOLE_CLOSED_TITLE = "请先登录"
CONSOLE_CLOSED = (
    "管理后台不用密码，用一次性的链接登录。",
    "在聊天里：给机器人私聊发 /login，点开它给的链接。",
    "在装机器人的电脑上：运行 python3 run.py login，打开它显示的网址。",
)
CONSOLE_LOGIN_TITLE = "登录管理后台"
CONSOLE_LOGIN = "登录"
CONSOLE_LOGIN_AS = "将以 {who} 的身份登录。八小时后自动退出。"
CONSOLE_LOGIN_WRONG = "这个链接已经用过、过期，或者不完整。请重新要一个：在聊天里发 /login，或者运行 python3 run.py login。"
CONSOLE_ROLE = "您的角色是{role}，这个操作需要{needed}。请联系管理员。"
CONSOLE_ACTS = {
    "login": "登录",
    "logout": "退出",
    "close": "关闭登录",
    "answer": "答复问题",
    "with": "用条目答复",
    "decline": "不答复",
    "merge": "合并问题",
    "reopen": "重新打开",
    "assign": "分派",
    "drop": "取消分派",
    "refuse": "退回修改",
    "replace": "更换文件",
    "template": "更换填表模板",
    "announce": "通知更新",
    "report": "下载通报",
    "export": "导出知识",
}
CONSOLE_SORRY = "没有办成"
CONSOLE_BACK = "返回"

CONSOLE_WAITING = "{count} 个问题在等答复"
CONSOLE_WAITING_NONE = "没有等答复的问题。"
CONSOLE_MINE = "由您处理的：{count} 个"
CONSOLE_HELD_COUNT = "待审核的修改：{count} 处"
CONSOLE_OVERDUE_COUNT = "到期要复核的条目：{count} 条"
CONSOLE_LOW_COUNT = "评价低的条目：{count} 条"
CONSOLE_MONTH = "本月共 {asked} 次提问：直接答上 {answer}，选后答上 {chosen}，没选 {choose}，没答上来 {unknown}。"
CONSOLE_TRY = "试一试"
CONSOLE_TRY_LABEL = "这样问会得到什么"
CONSOLE_TRY_NOTHING = "没有相近的条目。"
CONSOLE_SURE = "把握 {sure}%"

CONSOLE_KNOWLEDGE = "知识"
CONSOLE_NEW = "写新条目"
CONSOLE_FILTER = "筛选"
CONSOLE_WORDS = "编号或词语"
CONSOLE_TOPIC = "主题"
CONSOLE_STATUS = "核对情况"
CONSOLE_CARE = "需要留意"
CONSOLE_CARES = (("", "全部"), ("overdue", "到期要复核"), ("never", "从没问到"), ("low", "评价低"), ("local", "等本地标准"))
CONSOLE_ALL = "全部"
CONSOLE_COUNT = "共 {count} 条"
CONSOLE_NEXT = "下一页"
CONSOLE_PREVIOUS = "上一页"
CONSOLE_QUESTION = "问题"
CONSOLE_REVIEWED = "核对日期"
CONSOLE_DUE = "（已到期）"
CONSOLE_HELD = "待审核的修改"
CONSOLE_EDIT = "修改"
CONSOLE_SEE = "在网站上看"
CONSOLE_HISTORY = "修改记录"
CONSOLE_LINES = "一行写一条。"
CONSOLE_SOURCES = "一行一条，例如：工会法 第十一条。"
CONSOLE_CITE = "从收录的法律里选一条"
CONSOLE_CITE_LAW = "法律"
CONSOLE_CITE_ARTICLE = "第几条"
CONSOLE_CITE_DO = "加到依据里，看原文"
CONSOLE_CITE_NEEDED = "请选一部法律，并写第几条，例如 11。"
CONSOLE_CITE_NONE = "{law}共 {count} {unit}，没有{article}。请核对条号。"
CONSOLE_TOPIC_OTHER = "新主题……"
CONSOLE_TOPIC_NEW = "新主题的名称"
CONSOLE_TOPIC_NEW_SAYS = "上面选了“新主题”才填"
CONSOLE_TOPIC_ABOUT = "新主题“{title}”，第一条：{question}"
CONSOLE_ARTICLES = "引用的条文原文"
CONSOLE_PREVIEW = "看看会改什么"
CONSOLE_SAVE = "确认保存"
CONSOLE_RETIRE = "停用这一条"
CONSOLE_RETIRE_SURE = "确认停用"
CONSOLE_IMPACT = "这次修改的影响"
CONSOLE_IMPACT_HINT = "停下来不打字，这里会自动显示修改会影响哪些问题；也可以点“看看会改什么”。"
CONSOLE_GETS = "{question}（把握 {sure}%）"
CONSOLE_GOT = "这样问会得到什么"
CONSOLE_GOT_HINT = "最后几种问法现在得到的条目："
CONSOLE_CHANGED = (
    "您打开以后，这里的内容变了：别人改过，或者您刚才的修改刚刚生效。这次没有保存，您写的还在下面，请对照最新的内容再改一次。"
)
CONSOLE_DONE = "已保存（{number} 号修改），马上按新内容回答。"
CONSOLE_UNDO = "撤销这次修改"
CONSOLE_UNDO_TITLE = "撤销 {number} 号修改"
CONSOLE_UNDO_SURE = "确认撤销"
CONSOLE_UNDONE = "已被 {number} 号撤销"
CONSOLE_HISTORY_SAME = "没有不同。"
CONSOLE_HISTORY_WITH = "修改前和现在对比"
CONSOLE_HISTORY_SINCE = "{number} 号修改以前，和现在的不同"
CONSOLE_HISTORY_CLOSE = "关闭对比"
CONSOLE_NO_HISTORY = "还没有修改记录。"
CONSOLE_HELD_NONE = "没有待审核的修改。"
CONSOLE_HELD_BY = "{who} 于 {time} 提交"
CONSOLE_AGREE = "同意，马上生效"
CONSOLE_REFUSE = "退回"
CONSOLE_REFUSE_NOTE = "退回的原因（可以不写）"
CONSOLE_HELD_OWN = "自己提交的修改要由别人审核。"
CONSOLE_SIMILAR = 0.55
CONSOLE_SIMILAR_SAYS = "已经有相近的条目，也许给它加一种问法就够了："
CONSOLE_ADD_PHRASE = "加到它的问法里"

CONSOLE_INQUIRIES = "待答问题"
CONSOLE_INQUIRIES_HOW = "等的人多、等得久的排在前面。"
CONSOLE_LIST_KEYS = "键盘：j、k 上下移动，回车打开。"
CONSOLE_ONLY_MINE = "只看由我处理的"
CONSOLE_EVERYBODY = "看全部"
CONSOLE_PEOPLE = "人数"
CONSOLE_DAYS = "天数"
CONSOLE_LOOKER = "处理人"
CONSOLE_INQUIRY = "问题 {number}"
CONSOLE_WHOLE = "看提问全文"
CONSOLE_NO_INQUIRY = "没有问题 {number}，可能已经删除。请回到列表。"
CONSOLE_ANSWER_LABEL = "答复（会原样发给 {people} 位提问人）"
CONSOLE_ANSWER = "发送答复"
CONSOLE_TEACH = "发送，并写成新条目"
CONSOLE_DECLINE = "不答复（上面写原因）"
CONSOLE_LIKELY = "可能对应的条目"
CONSOLE_WITH = "用这一条答复"
CONSOLE_TWINS = "可能是同一个问题"
CONSOLE_MERGE = "并到问题 {number}"
CONSOLE_MERGE_WARN = "合并后不能拆分。"
CONSOLE_ASSIGN = "我来处理"
CONSOLE_DROP = "不处理了"
CONSOLE_REOPEN = "重新打开"
CONSOLE_MAKE_ENTRY = "写成新条目"
CONSOLE_ANSWERED = "这个问题已经处理过了。要再答复，请先点“重新打开”。"
CONSOLE_WRITE = "还没有写内容。请写好再点。"
CONSOLE_INQUIRY_CHANGED = "刚被别人改过，没有生效。请看最新的情况再操作。"
CONSOLE_HERE = "{who} 正在看"
CONSOLE_ALSO_HERE = "{who} 也开着这一页，请先商量好由谁处理。"
CONSOLE_INQUIRY_KEYS = "键盘：e 写答复，Ctrl+回车发送，u 回到列表。"
CONSOLE_TAKEN = "正由 {who} 处理，请先和他商量。"

CONSOLE_DOCUMENTS = "文件"
CONSOLE_TAKEN_TIMES = "领取次数"
CONSOLE_VERSION = "版本"
CONSOLE_REPLACE = "更换文件"
CONSOLE_REPLACE_SAYS = "上传新的文件，会代替这一份现有的全部格式；换下来的保存在数据文件夹的 replaced 里。"
CONSOLE_FILE = "选择文件（不超过 50 MB）"
CONSOLE_NEW_VERSION = "新的版本号"
CONSOLE_NEW_CHANGES = "改了什么（会告诉领过旧版的人）"
CONSOLE_UPLOAD = "检查并更换"
CONSOLE_LOOK = "只检查，不更换"
CONSOLE_LOOKED = "检查通过，没有发现问题。还没有更换。"
CONSOLE_FORM_ASKS = "机器人会依次问这些（{count} 项）"
CONSOLE_TEMPLATE = "更换填表模板"
CONSOLE_TEMPLATE_SAYS = "在 Word 里把要填的地方写成 {{名称}} 的样子，名称用下面这些："
CONSOLE_NO_FILE = "还没有选择文件。请选好再上传。"
CONSOLE_VERSION_NEEDED = "请写新的版本号，以及改了什么。"
CONSOLE_VERSION_SAME = "版本号还是 {version}。请换一个，大家才知道有新版。"
CONSOLE_REPLACED = "已更换，两三秒后就能下载到新的。"
CONSOLE_ANNOUNCE = "通知领过旧版的人"
CONSOLE_ANNOUNCE_DRY = "会通知 {count} 处；还有 {unreachable} 处的渠道不能主动发消息。"
CONSOLE_TOLD = "已安排通知 {count} 处。"

CONSOLE_NUMBERS = "统计"
CONSOLE_BY_DAY = "每天的提问"
CONSOLE_DAY = "日"
CONSOLE_ASKED = "提问"
CONSOLE_CAME_TO = "结果"
CONSOLE_OUTCOMES = {"answer": "直接答上", "chosen": "选后答上", "choose": "没选", "unknown": "没答上来"}
CONSOLE_WAITED = "多久等到工作人员的答复"
CONSOLE_WAITED_SAYS = "本月由工作人员答复的问题，从提问算起。"
CONSOLE_OPEN = "还没有答复的问题"
CONSOLE_OPEN_SAYS = "现在等着工作人员答复的，已经等了多久。"
CONSOLE_NOTHING_YET = "还没有，或者太少，不画图。"
CONSOLE_STAGES = ("不到 1 天", "1 到 2 天", "2 到 5 天", "5 到 10 天", "10 天以上")
CONSOLE_STAGE = "等了多久"
CONSOLE_STAGE_COUNT = "问题"
CONSOLE_TABLE = "看数据表"
CONSOLE_REPORT_WORD = "下载通报（Word）"
CONSOLE_REPORT_EXCEL = "下载通报（Excel）"
CONSOLE_MONTH_BEFORE = "上个月"
CONSOLE_MONTH_AFTER = "下个月"

CONSOLE_IMPORT = "导入导出"
CONSOLE_EXPORT = "知识"
CONSOLE_EXPORT_SAYS = "导出成 Excel 表，改好再导入。"
CONSOLE_EXPORT_DO = "导出"
CONSOLE_IMPORT_SAYS = "上传改好的表（.xlsx、.csv）。先列出会改什么，您确认以后才会改。"
CONSOLE_IMPORT_DO = "看看会改什么"
CONSOLE_IMPORT_APPLY = "确认导入"
CONSOLE_IMPORT_STEPS = {
    "read": "正在读表……",
    "compare": "正在和现在的内容比较……",
    "check": "正在检查改好以后有没有错误……",
    "impact": "正在看哪些问题的回答会变……",
}
CONSOLE_IMPORT_PROGRESS = "第 {number} 步，共 {count} 步：{step}"
CONSOLE_IMPORT_WAIT = "请稍等，这个网页会自己更新。已经过了 {seconds} 秒。"
CONSOLE_IMPORT_LOST = "没有这次导入的结果，可能程序重新启动过。请重新上传。"
CONSOLE_IMPORT_TRIED = "{name} 会这样改："

CONSOLE_AUDIT = "操作记录"
CONSOLE_AUDIT_EDITS = "知识的修改"
CONSOLE_AUDIT_ACTS = "后台的操作"
CONSOLE_TIME = "时间"
CONSOLE_PERSON = "人"
CONSOLE_WHAT = "做了什么"
CONSOLE_SESSIONS = "登录情况"
CONSOLE_SESSIONS_SAYS = "以下浏览器已登录。不是您本人登录的，请马上点“关闭”。"
CONSOLE_SESSION_HERE = "（这里）"
CONSOLE_SESSION_SEEN = "最近使用"
CONSOLE_SESSION_CLOSE = "关闭"

# ---------------------------------------------------------------- what only the federation knows

CONSOLE_FEDERATION = "本地信息"
CONSOLE_FEDERATION_SAYS = "法律没有规定、只有联合会知道的内容。填好以后，答案里会马上用上。没有文件依据的请不要填，也不要估计。"
CONSOLE_FIGURES = "您能补上的本地标准"
CONSOLE_FIGURES_SAYS = "没有填的，答案里会请提问人咨询上级工会。"
CONSOLE_FIGURE = "标准"
CONSOLE_FIGURE_STATE = "现在的内容"
CONSOLE_FIGURE_UNFILLED = "还没有填"
CONSOLE_FIGURE_ENTRIES = "用到的答案"
CONSOLE_FIGURE_NEW = "加一项本地标准"
CONSOLE_FIGURE_USED = "有 {count} 个答案用到这一项"
CONSOLE_CONTACTS = "通讯录"
CONSOLE_CONTACTS_SAYS = "有人问“找谁”“电话多少”时，按这里的内容回答。"
CONSOLE_CONTACT = "单位"
CONSOLE_CONTACT_PHONE = "电话"
CONSOLE_CONTACT_AREAS = "管辖范围"
CONSOLE_CONTACT_NEW = "加一个单位"
CONSOLE_RECORD_DELETE = "删除这一项"
CONSOLE_RECORD_DELETE_SURE = "确认删除"
CONSOLE_RECORD_ABOUT = {"contacts": "通讯录", "figures": "本地标准"}
CONSOLE_RECORD_EDITED = "修改{about} {id}"
CONSOLE_RECORD_REMOVED = "删除{about} {id}"
CONSOLE_RECORD_TAKEN = "编号 {id} 已经有了。请换一个，或者不写，由程序编号。"
CONSOLE_RECORD_KEYS = {
    "contacts": {
        "id": "编号",
        "name": "单位全称",
        "areas": "管辖范围",
        "phone": "电话",
        "address": "地址",
        "hours": "办公时间",
        "about": "办理事项",
        "note": "联系前须知",
        "own": "是否本级工会",
        "website": "网址",
        "checked": "核对日期",
    },
    "figures": {
        "id": "编号",
        "about": "缺少什么",
        "unfilled": "没有填时怎么说",
        "value": "标准的内容",
        "source": "出自哪份文件",
        "checked": "核对日期",
    },
}
CONSOLE_RECORD_HINTS = {
    "contacts": {
        "id": "小写字母、数字和横线；不写就由程序编号。",
        "areas": "区、镇、街道、开发区或者行业的名称，按平时的叫法写，用顿号隔开，最常用的写在最前。",
        "phone": "例如 0512-12345678；分机写“转801”，多个号码用顿号隔开。",
        "own": "本单位自己的联系方式写 true，印在指南的封面和末页；只能有一个，其他的不写。",
        "website": "以 https:// 开头，印成二维码。",
        "checked": "例如 2026-11-22，或者写“今天”。",
    },
    "figures": {
        "id": "小写字母、数字和横线；不写就由程序编号。在答案里写 {local:编号}，就会显示这一项。",
        "unfilled": "写完整的句子，不能带数字。",
        "value": "例如“每人每次不超过多少元”。填了就要写出处和核对日期。",
        "source": "写全称和文号。",
        "checked": "例如 2026-11-22，或者写“今天”。",
    },
}
