"""Admins at the chat: their rights, and editing the knowledge step by step."""

from __future__ import annotations

RIGHTS_LOG_UNREADABLE = "读不出管理员名单，暂时谁都没有管理权限。请检查 .env 和 JIANHUI_ADMINS。原因：{reason}"
RIGHTS_LOG_REFUSED = "拒绝了一次管理操作：{act}，来自 {channel} 的 {who}，原因 {reason}。"

IDENTITY_WORDS = ("id", "我的编号", "我的id")
IDENTITY = "你的编号是 {key}。要成为管理员，请让维护机器人的人把它写进 .env 的 JIANHUI_ADMINS 一行，保存后马上有效。"

KEEP_PRIVATE = "管理操作只能在和我的私聊里做，群里不处理。请打开和我的私聊，再发一次。"
KEEP_STALE = "这个按钮已经过期，没有做任何改动。请用命令重新开始，例如 /edit 编号。"
KEEP_STOPPED = "已取消，什么也没有改。"
KEEP_GONE = "条目 {id} 已经不在了，可能刚被停用或改名。请用 /find 查一查再改。"
KEEP_NUMBER = "没有这个序号，请在 1 到 {most} 之间选，或者点按钮。"

KEEP_HELP_HEADING = "你是管理员，在这个私聊里可以："
KEEP_HELP = (
    "/new 问题（或“新条目”）——写一个新条目",
    "/edit 编号或词语（或“改 编号”）——改答案、问题、步骤、材料、依据等",
    "/phrase 编号或词语（或“加问法”）——给条目加几种问法",
    "/retire 编号或词语（或“停用 编号”）——停用一个条目",
    "/find 词语（或“查找 词语”）——只查条目和编号，不改；查到以后回复序号可以接着改",
    "/undo（或“撤销修改”）——撤销上一次修改，写上修改编号就撤销那一次",
    "/history 编号（或“历史 编号”）——谁在什么时候改了什么；不写编号就看全部",
    "/suggest（或“问法建议”）——大家用过的新说法，一点就加进问法",
    "每次修改都先看对比和影响，点“确认生效”才会改；随时可以发“取消”。不是这些命令的话，我照常回答。",
)

KEEP_WHICH = {
    "edit": "要改哪个条目？请发编号，或者发几个词，例如：建会需要几个人。",
    "phrase": "要给哪个条目加问法？请发编号，或者发几个词，例如：建会需要几个人。",
    "retire": "要停用哪个条目？请发编号，或者发几个词，例如：建会需要几个人。",
}
KEEP_FIND_WHICH = "要查什么？请发几个词或者编号，例如：建会需要几个人。我只列出条目和编号，什么也不会改。"
KEEP_FOUND = "查到 {count} 个条目，只是列出来，什么也没有改。要改哪一个，请回复序号或点按钮；都不是就换几个词再发："
KEEP_PICK = {
    "edit": "要改哪一个？请回复序号或点按钮；都不是就换几个词再发：",
    "phrase": "要给哪一个加问法？请回复序号或点按钮：",
    "retire": "要停用哪一个？请回复序号或点按钮：",
}
KEEP_NOT_FOUND = "没有找到和“{words}”有关的条目。请换几个词再发，或者发“取消”。"
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
KEEP_STATUS = {"verified": "已核对", "reported": "转述一致", "unconfirmed": "尚未核实", "practice": "经验做法"}
KEEP_TODAY = ("今天", "今日", "today")
KEEP_NATIONWIDE = "全国"
KEEP_SOURCE = "《{law}》（{version}）{article}"

KEEP_VALUE = "{question} 现在的{name}是："
KEEP_HOW_TEXT = "请把新的文字整段发来，会原样写进知识。"
KEEP_HOW_PHRASE = "请发新的问法，一行一种，原有的会保留。"
KEEP_HOW = {
    "phrasings": "请把全部问法发来，一行一种；只想添加的话，用 /phrase 更方便。",
    "steps": "请把全部步骤发来，一行一步。",
    "materials": "请把全部材料发来，一行一样。",
    "sources": "请把全部依据发来，一行一条，例如：工会法 第十一条。法律清单里没有的，在名称后面用括号写上版本。",
    "status": "请选一个。",
    "region": "请发适用的地区，例如：江苏；全国通用就发“全国”。",
    "reviewed": "请发核对的日期，例如 2026-11-26，或者发“今天”。",
    "review_after": "请发多少天后要再核对，例如 365。",
    "guides": "请发文件的名称或编号，一行一个。",
    "related": "请发相关条目的编号，一行一个。",
}
KEEP_NEW = {
    "question": "新条目回答什么问题？请把问题写成一句话，例如：多少名会员才能成立工会？",
    "answer": "答案是什么？请把全文发来，会原样发给提问的人。",
    "topic": "放在哪个主题里？请回复序号或点按钮：",
    "status": "这个答案核对过了吗？",
    "sources": "依据哪部法律的哪一条？请一行一条发来，例如：工会法 第十一条。",
    "phrasings": "大家还会怎么问？请一行一种发来；暂时没有就发“跳过”。",
}

KEEP_BAD_STATUS = "核对情况只能是 {known} 之一，请点按钮或照着写。"
KEEP_BAD_DAY = "“{said}”不是日期。请写成 2026-11-26 这样，或者发“今天”。"
KEEP_BAD_DAYS = "“{said}”不是天数。请发 1 到 36500 之间的整数，例如 365。"
KEEP_BAD_SOURCE = "“{line}”看不出是哪部法律的哪一条。请写成“工会法 第十一条”这样，一行一条。"
KEEP_SOURCE_UNKNOWN = (
    "法律清单里没有“{name}”。请写全称，并在后面用括号写上版本，例如（2021修正）；或者先把它登记到 knowledge/laws.yaml。"
)
KEEP_BAD_GUIDE = "没有名叫“{line}”的文件。请照文件目录里的名称写，一行一个。"

KEEP_MEANT_ANSWER = "你多半是想改答案，而不是问题：问题一改，原来的答案就要回答新的问题了。"
KEEP_MEANT_PHRASE = "这句话像是一个问题。你多半是想加一种问法，而不是改答案。"
KEEP_ANSWER_STAYS = "只改了问题，答案没有动，请确认答案仍然对得上。"
KEEP_SIMILAR = "已经有相近的条目：{question}（{id}）。给它加一种问法，往往比再写一个条目好。"

KEEP_BUTTONS = {
    "yes": "确认生效",
    "again": "重新写",
    "stop": "取消",
    "clear": "清空",
    "skip": "跳过",
    "answer": "改成答案",
    "question": "就改问题",
    "phrase": "加为问法",
    "keep": "仍然新建",
    "keepanswer": "就改答案",
    "redo": "在新文本上重做",
}

KEEP_MINUS = "－ {text}"
KEEP_PLUS = "＋ {text}"
KEEP_SAME = "……"
KEEP_FILE = "文件 {file}"
KEEP_MORE_LINES = "（还有 {count} 行，没有全部显示）"
KEEP_ERROR = "错误（{where}）：{message}"
KEEP_WARNING = "提醒（{where}）：{message}"
KEEP_MORE = "还有 {count} 处，没有全部显示。"
KEEP_WRONG = "有错误，这样改不能生效。请按上面说的改好，再写一次，或者取消。"
KEEP_NO_CHANGE = "和现在的内容一样，没有要改的。"

KEEP_IMPACT_HEADING = "这样改的影响"
KEEP_IMPACT = "重新问了 {golden} 个标准问题和 {real} 个真实问题，用时 {seconds} 秒。"
KEEP_IMPACT_NONE = "没有问题会得到不同的回答。"
KEEP_IMPACT_MORE = "还有 {count} 个问题的回答会变。"
KEEP_IMPACT_REWORDED = "有 {count} 个问题会看到新的文字，条目不变。"
KEEP_NO_IMPACT = "这次没能算出影响，请自己核对后再决定。"
KEEP_SHIFTS = {
    "lost": "原来能答，以后答不了",
    "swapped": "换成了另一个条目",
    "stolen": "这种问法被别的条目抢走",
    "gained": "原来答不了，以后能答",
    "offered": "供选择的条目变了",
    "reworded": "答案的文字变了",
}
KEEP_BROKEN = "，标准问题答错了"
KEEP_SHIFT = "【{kind}】{text}{asked}"
KEEP_ASKED = "（{count} 人问过）"
KEEP_BEFORE = "　原来：{outcome}"
KEEP_AFTER = "　以后：{outcome}"
KEEP_OUTCOME_ANSWER = "回答《{name}》：{answer}"
KEEP_OUTCOME_CHOOSE = "请对方选择，第一个是《{name}》"
KEEP_OUTCOME_UNKNOWN = "说不知道"
KEEP_CONFIRM = "确认无误就点“确认生效”。"
KEEP_HARM = "注意：有 {count} 个问题会变差。确认要这样改，才点“确认生效”。"

KEEP_DONE = "已写进知识，几秒内生效。修改编号 {number}；要撤回就发 /undo。"
KEEP_DONE_HELD = (
    "已经存进文件，但现在还不能生效，我仍按原来的内容回答：{why}"
    "请先改好上面说的错误，改好以后这次修改会自动生效。修改编号 {number}；要撤回就发 /undo。"
)
KEEP_CLASH = "你的修改还没有写进去。可以在新文本上重做，确认前会再给你看一遍；别人改了什么，见下面。"

KEEP_HISTORY = "最近的修改："
KEEP_HISTORY_OF = "条目 {id} 最近的修改："
KEEP_NO_HISTORY = "还没有修改记录。"
KEEP_NO_HISTORY_OF = "没有条目 {id} 的修改记录。请用 /find 核对编号。"
KEEP_ACT = "{id} 号，{at}，{who}：{about}"
KEEP_ACT_UNDONE = "{id} 号，{at}，{who}：{about}（已由 {undone} 号撤销）"
KEEP_DISK = "直接改文件"

SUGGEST_HEADING = "有 {count} 种问法，大家用过而且找对了条目，还没有写进知识。要不要加进去？"
SUGGEST_LINE = "{wording} → {question}（{id}），{count} 次"
SUGGEST_TAKE = "{number} 加上"
SUGGEST_DROP = "{number} 不要"
SUGGEST_STOP = "先不处理"
SUGGEST_LATER = "好的，下次发 /suggest 再处理。"
SUGGEST_NONE = "现在没有建议的问法。同一种说法有 5 次被选中或被评为有用，才会出现在这里。"
SUGGEST_TAKEN = "已给“{question}”加上问法“{wording}”。"
SUGGEST_DROPPED = "好的，“{wording}”不加，以后也不再提起。"
SUGGEST_CLASH = "没有加上：别人刚改过同一个文件。请再点一次。"
