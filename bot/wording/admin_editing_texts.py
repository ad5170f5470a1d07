"""Admins at the chat: their rights, and editing the knowledge step by step."""

from __future__ import annotations

RIGHTS_LOG_UNREADABLE = "无法读取管理员名单，暂时所有人都没有管理权限。请检查 .env 和 JIANHUI_ADMINS。原因：{reason}"
RIGHTS_LOG_REFUSED = "已拒绝一次管理操作：{act}。操作人：{channel} 的 {who}；原因：{reason}。"

IDENTITY_WORDS = ("id", "我的编号", "我的id")
IDENTITY_ADMIN = "您的账号编号是 {key}。您已是管理员，发 /admin 查看可以做什么。"
IDENTITY = "您的账号编号是 {key}。如需开通管理员权限，请联系维护人员把它加到 .env 文件的 JIANHUI_ADMINS 一行，保存后立即生效。"

KEEP_PRIVATE = "管理操作只能在私聊中进行。请打开与我的私聊，再发一次。"
KEEP_STALE = "这个按钮已过期，未做任何改动。请用命令重新开始，例如 /edit 编号。"
KEEP_STOPPED = "已取消，内容没有改动。"
KEEP_GONE = "找不到条目 {id}，可能刚被停用或改名。请用 /find 查到后再改。"
KEEP_NUMBER = "没有这个序号。请回复 1 到 {most} 之间的数字，或点按钮。"

KEEP_HELP_HEADING = "您是管理员，可以在这里使用这些命令："
KEEP_HELP = (
    "/new 问题（或“新条目”）——写一个新条目",
    "/edit 编号或词语（或“改 编号”）——修改答案、问题、步骤、材料、依据等",
    "/phrase 编号或词语（或“加问法”）——给条目加几种问法",
    "/retire 编号或词语（或“停用 编号”）——停用一个条目",
    "/find 词语（或“查找 词语”）——只查找条目和编号，不作修改；查到后回复序号可接着改",
    "/undo（或“撤销修改”）——撤销上一次修改；加上修改编号，可撤销指定的一次",
    "/history 编号（或“历史 编号”）——查看修改记录；不写编号则查看全部",
    "/suggest（或“问法建议”）——查看提问人用过的新说法，可一键加为问法",
    "每次修改都会先列出前后对比和影响，点“确认生效”后才会保存；随时可以发“取消”。其他消息按提问处理。",
)

KEEP_WHICH = {
    "edit": "要改哪个条目？请发编号，或者发几个关键词，例如：建会需要几个人。",
    "phrase": "要给哪个条目加问法？请发编号，或者发几个关键词，例如：建会需要几个人。",
    "retire": "要停用哪个条目？请发编号，或者发几个关键词，例如：建会需要几个人。",
}
KEEP_FIND_WHICH = "要查什么？请发几个词或者编号，例如：建会需要几个人。我只列出条目和编号，什么也不会改。"
KEEP_FOUND = "查到 {count} 个条目，只是列出来，什么也没有改。要改哪一个，请回复序号或点按钮；都不是就换几个词再发："
KEEP_PICK = {
    "edit": "找到这些条目，要改哪一条？请回复序号或点按钮；都不是，请换几个词再发：",
    "phrase": "要给哪一条加问法？请回复序号或点按钮：",
    "retire": "要停用哪一条？请回复序号或点按钮：",
}
KEEP_NOT_FOUND = "没有找到与“{words}”有关的条目。请换几个关键词再试，或发“取消”。"
KEEP_ENTRY = "{question}（{id}）"
KEEP_WHICH_KEY = "要改哪一项？请回复序号、名称或点按钮："
KEEP_KEY = "{name}：{text}"
KEEP_EMPTY = "（没有）"

KEEP_KEYS = {
    "answer": "答案",
    "question": "问题",
    "phrasings": "问法",
    "steps": "步骤",
    "materials": "材料",
    "sources": "依据",
    "status": "核对情况",
    "region": "适用地区",
    "reviewed": "核对日期",
    "review_after": "复核天数",
    "guides": "相关文件",
    "related": "相关条目",
}
KEEP_KEY_VARIANT = "答案（{label}）"
KEEP_STATUS = {
    "verified": "已核对",
    "national": "国家规定已核对",
    "reported": "转述一致",
    "unconfirmed": "尚未核实",
    "practice": "经验做法",
}
KEEP_TODAY = ("今天", "今日", "today")
KEEP_NATIONWIDE = "全国"
KEEP_SOURCE = "《{law}》（{version}）{article}"

KEEP_VALUE = "{question} 现在的{name}是："
KEEP_HOW_TEXT = "请发送新的完整内容，将原样保存。"
KEEP_HOW_PHRASE = "请发送新的问法，一行一种；原有的会保留。"
KEEP_HOW = {
    "phrasings": "请发送全部问法，一行一种；只想添加问法，可用 /phrase。",
    "steps": "请发送全部步骤，一行一步。",
    "materials": "请发送全部材料，一行一份。",
    "sources": "请发送全部依据，一行一条，例如：工会法 第十一条。法律清单里没有的，请在名称后用括号注明版本。",
    "status": "请选择一项。",
    "region": "请发送适用的地区，例如：江苏；全国通用的发“全国”。",
    "reviewed": "请发送核对日期，例如 2026-11-26，或发“今天”。",
    "review_after": "请发送复核间隔的天数，例如 365。",
    "guides": "请发送文件的名称或编号，一行一个。",
    "related": "请发送相关条目的编号，一行一个。",
}
KEEP_NEW = {
    "question": "新条目回答什么问题？请用一句话写明，例如：多少名会员才能成立工会？",
    "answer": "请发送答案全文，将原样发给提问人。",
    "topic": "放在哪个主题里？请回复序号或点按钮：",
    "status": "这个答案核对过了吗？",
    "sources": "依据是哪部法律的哪一条？一行一条，例如：工会法 第十一条。",
    "phrasings": "大家还会怎么问？一行一种；暂时没有就发“跳过”。",
}

KEEP_BAD_STATUS = "核对情况只能选 {known} 之一，请点按钮或按此填写。"
KEEP_BAD_DAY = "无法识别日期“{said}”。请按 2026-11-26 的格式填写，或发“今天”。"
KEEP_BAD_DAYS = "无法识别天数“{said}”。请发 1 到 36500 之间的整数，例如 365。"
KEEP_BAD_SOURCE = "从“{line}”看不出是哪部法律的哪一条。请按“工会法 第十一条”的格式填写，一行一条。"
KEEP_SOURCE_UNKNOWN = (
    "法律清单里没有“{name}”。请写全称，并用括号注明版本，例如（2021修正）；或先将其登记到 knowledge/laws.yaml。"
)
KEEP_BAD_GUIDE = "没有名为“{line}”的文件。请按文件目录中的名称填写，一行一个。"

KEEP_MEANT_ANSWER = "您可能想改的是答案，而不是问题。如果只改问题，答案仍是原来的，两者可能对不上。"
KEEP_MEANT_PHRASE = "这句话像是一个问题。您可能想加一种问法，而不是改答案。"
KEEP_ANSWER_STAYS = "只改了问题，答案未变，请确认答案与新问题相符。"
KEEP_SIMILAR = "已有相近的条目：{question}（{id}）。建议给它加一种问法，不必另建条目。"

KEEP_BUTTONS = {
    "yes": "确认生效",
    "again": "重新写",
    "stop": "取消",
    "clear": "清空",
    "skip": "跳过",
    "answer": "改成答案",
    "question": "仍然改问题",
    "phrase": "加为问法",
    "keep": "仍然新建",
    "keepanswer": "仍然改答案",
    "redo": "按最新内容重改",
}

KEEP_MINUS = "－ {text}"
KEEP_PLUS = "＋ {text}"
KEEP_SAME = "……"
KEEP_FILE = "文件 {file}"
KEEP_MORE_LINES = "（还有 {count} 行，没有全部显示）"
KEEP_ERROR = "错误（{where}）：{message}"
KEEP_WARNING = "提醒（{where}）：{message}"
KEEP_MORE = "还有 {count} 处，没有全部显示。"
KEEP_WRONG = "内容有错误，不能生效。请按上面的提示改正后重新发送，或取消。"
KEEP_NO_CHANGE = "与现有内容相同，无需修改。"

KEEP_IMPACT_HEADING = "这次修改的影响"
KEEP_IMPACT = "已用 {golden} 个标准问题和 {real} 个真实提问重新测试，用时 {seconds} 秒。"
KEEP_IMPACT_NONE = "所有问题的回答都不变。"
KEEP_IMPACT_MORE = "另有 {count} 个问题的回答会变。"
KEEP_IMPACT_REWORDED = "有 {count} 个问题仍由原条目回答，只是文字有变。"
KEEP_NO_IMPACT = "未能测出影响，请自行核对后再决定。"
KEEP_SHIFTS = {
    "lost": "原来能答，改后答不上来",
    "swapped": "改由另一个条目回答",
    "stolen": "这种问法会转到别的条目",
    "gained": "原来答不上来，改后能答",
    "offered": "供选择的条目变了",
    "reworded": "答案的文字变了",
}
KEEP_BROKEN = "，标准问题的预期答案变了"
KEEP_SHIFT = "【{kind}】{text}{asked}"
KEEP_ASKED = "（{count} 人问过）"
KEEP_BEFORE = "　原来：{outcome}"
KEEP_AFTER = "　改后：{outcome}"
KEEP_OUTCOME_ANSWER = "回答《{name}》：{answer}"
KEEP_OUTCOME_CHOOSE = "请提问人选择，首选是《{name}》"
KEEP_OUTCOME_UNKNOWN = "答不上来"
KEEP_CONFIRM = "确认无误后，请点“确认生效”。"
KEEP_HARM = "注意：有 {count} 个问题的回答可能变差。确认仍要修改，再点“确认生效”。"

KEEP_DONE = "已保存，几秒内生效。修改编号 {number}；如需撤销，请发 /undo。"
KEEP_CLASH = "您的修改尚未保存，因为其他人刚改过这里（见下）。可以按最新内容重改，确认前会再请您核对。"
KEEP_DONE_HELD = (
    "已存进文件，但现在还不能生效，仍按原来的内容回答：{why}"
    "请先改正上述错误，改正后这次修改会自动生效。修改编号 {number}；如需撤销，请发 /undo。"
)

KEEP_HISTORY = "最近的修改："
KEEP_HISTORY_OF = "条目 {id} 最近的修改："
KEEP_NO_HISTORY = "暂无修改记录。"
KEEP_NO_HISTORY_OF = "没有条目 {id} 的修改记录。请用 /find 核对编号。"
KEEP_ACT = "{id} 号，{at}，{who}：{about}"
KEEP_ACT_UNDONE = "{id} 号，{at}，{who}：{about}（已由 {undone} 号撤销）"
KEEP_DISK = "直接修改文件"

SUGGEST_HEADING = "有 {count} 种提问人用过的说法，找对了条目，但还没有加为问法。要加进去吗？"
SUGGEST_LINE = "{wording} → {question}（{id}），{count} 次"
SUGGEST_TAKE = "添加 {number}"
SUGGEST_DROP = "忽略 {number}"
SUGGEST_STOP = "以后再说"
SUGGEST_LATER = "好的，随时可以发 /suggest 处理。"
SUGGEST_NONE = "暂时没有建议的问法。同一种说法被选中或评为“有用”满 5 次，才会列在这里。"
SUGGEST_TAKEN = "已给“{question}”加上问法“{wording}”。"
SUGGEST_DROPPED = "好的，已忽略“{wording}”，以后不再提示。"
SUGGEST_CLASH = "添加失败：其他人刚改过同一个文件。请再点一次。"
DOOR_WORDS = ("login", "登录后台", "登录")
DOOR_LINK = "点开下面的链接，再点“登录”，就进入管理后台。链接 {minutes} 分钟内有效，只能用一次，请不要转发："
DOOR_CLOSED = "网页没有开，进不了管理后台。请让维护机器人的人检查设置 JIANHUI_WEB 和 JIANHUI_WEB_URL。"
REVIEW_HELD = "您的角色是编辑，这次修改已提交审核（{number} 号），审核员同意后才会生效。"
REVIEW_GONE = "{number} 号修改已经处理过了，或者不存在。请刷新待审核的列表。"
REVIEW_OWN = "自己提交的修改要由别人审核。"
