"""The knowledge as a table and back, and questions with answers out of Word files and chats; for admins."""

from __future__ import annotations

EXCHANGE_COLUMNS = {
    "act": "操作",
    "check": "校验",
    "maybe": "可能已有",
    "place": "出处",
    "why": "原因",
    "text": "原文",
}
EXCHANGE_ALSO = {
    "条目编号": "id",
    "问": "question",
    "答": "answer",
    "回答": "answer",
    "答复": "answer",
    "解答": "answer",
    "提问": "question",
    "其他问法": "phrasings",
    "法律依据": "sources",
    "适用地区": "region",
    "分情况": "when",
    "选项": "when",
}
EXCHANGE_STATUS = {"verified": "已核对", "reported": "转述一致", "unconfirmed": "尚未核实", "practice": "经验做法"}
EXCHANGE_ACTS = {"retire": "停用", "phrase": "加问法", "candidate": "候选"}
EXCHANGE_GUIDE_SHEET = "说明"
EXCHANGE_VARIANT_SHEET = "分情况"
EXCHANGE_GUIDE_TITLE = "建会通知识表：怎么改"
EXCHANGE_GUIDE = (
    "每个主题一张工作表，一行一条知识，一列一项内容。直接改格子里的字，保存，再运行 import 命令。",
    "一格里写几行：按 Alt+Enter 换行。“问法”“步骤”“材料”“依据”“指南”“相关”都是一行写一个。",
    "import 先只列出会改什么，不会真的改；看过没有问题，加上 --apply 才写进知识。改错了可以撤销。",
    "加一条：在那个主题的表下面接着写一行，编号空着，导入时自动编。问题和答案必须写。",
    "停用一条：在“操作”一列选“停用”。把一行删掉不等于停用，那一条会原样保留。",
    "不想改的列可以整列删掉，列的顺序可以调换；编号和隐藏的“校验”一列请不要改。",
    "“校验”用来分清是谁改的：表导出以后别人改过同一格的，导入时会告诉你，不会盖掉别人的修改。",
)
EXCHANGE_ABOUT = {
    "id": "条目的编号，由小写字母、数字和 - 组成，一经使用不再改。新加的一行可以空着。",
    "when": "只在“分情况”表里：先问的那个问题的一个选项。每个选项一行，写这种情况下的答案；步骤、材料等空着就用条目自己的。",
    "question": "标准问题，一句话，不超过 200 字。",
    "phrasings": "大家平时怎么问，一行一种，越多越容易找到；不同条目的问法不能重复。",
    "answer": "答案原文，一字不改地发给提问的人。不超过 600 字最好。",
    "steps": "办理步骤，一行一步，不用写序号。",
    "materials": "要带的材料，一行一样。",
    "sources": "依据，一行一条，写成：法律全称｜版本｜条号，例如 中华人民共和国工会法｜2021修正｜第十一条；也可以写“工会法 第十一条”，版本按法律清单补上。",
    "status": "已核对（必须有依据）、转述一致（两个以上网站说法相同，要登记在 evidence.yaml）、尚未核实或经验做法。",
    "region": "只适用于某地的写地名，如 江苏；全国通用的空着。",
    "guides": "随答案给出的文件，一行一个，写文件的编号或标题。",
    "related": "相关条目的编号，一行一个。",
    "reviewed": "上一次核对的日期，写成 2026-11-22 的样子。",
    "review_after": "核对后多少天要再核对一次；空着是 365 天。",
    "retired": "从哪一天起停用。停用的条目不再回答任何人，编号保留；清空日期就恢复使用。",
    "ask": "答案要看情况的，先问哪个问题；各种情况的答案写在“分情况”表里。",
    "act": "停用：停用这一条（在“分情况”表里是删掉这种情况）。加问法：把这一行的问题和问法加到编号那一条里。",
    "check": "机器核对用，已隐藏，请不要改。",
    "topic": "属于哪个主题。",
    "maybe": "知识里已有的、可能是同一个问题的条目，只供参考，导入时不读。",
    "place": "在原来的文件里的位置，只供参考，导入时不读。",
    "why": "为什么没有收进候选。",
    "text": "原来文件里的话（只列开头），姓名、号码已尽量去掉。",
}
EXCHANGE_CHOOSE = "请从列表里选：{names}；或者空着。"
EXCHANGE_PLACE = "“{sheet}”第 {row} 行"
EXCHANGE_ROW = "第 {row} 行"
EXCHANGE_COLUMN = "“{column}”列"
EXCHANGE_FLAW = "{mark} {place}：{message}"
EXCHANGE_MARKS = {True: "错误", False: "提醒"}

EXCHANGE_LARGE = "文件 {file} 太大，超过 {most} MB。请只留下要导入的表，另存后再试。"
EXCHANGE_UNREADABLE = "打不开文件 {file}。请核对路径；如果正在 Excel 或 WPS 里打开，先关掉再试。"
EXCHANGE_UNWRITABLE = "写不了文件 {file}。请核对文件夹；如果正在 Excel 或 WPS 里打开，先关掉再试。"
EXCHANGE_EXISTS = "{file} 已经存在，没有覆盖。请换一个文件名，或先把它移走。"
EXCHANGE_SUFFIX = "不认识 {file} 的格式。导出请用 .xlsx 或 .csv；导入还可以用 .docx（问答）和 .txt（聊天记录）。"
EXCHANGE_OLD = "{file} 是旧格式（.xls、.et）或者加了密码。请在 Excel 或 WPS 里另存为不加密码的 .xlsx，再导入。"
EXCHANGE_NO_WORKBOOK = "{file} 不是完好的 .xlsx 文件。请用 Excel 或 WPS 打开，另存为 .xlsx，再导入。"
EXCHANGE_NO_TEXT = "{file} 不是文字文件。csv 请在 Excel 里另存为“CSV UTF-8（逗号分隔）”。"
EXCHANGE_ENCODING = (
    "{file} 第 {line} 行起读不出来，既不是 UTF-8 也不是 GB18030。请在 Excel 里另存为“CSV UTF-8（逗号分隔）”，再导入。"
)
EXCHANGE_CSV = "{file} 第 {row} 行起引号不成对，分不清哪里是一格的结束。请在 Excel 里打开核对，另存后再导入。"
EXCHANGE_NO_HEADS = "{place} 里没有找到表头。第一行应有“编号”“问题”“答案”这样的列名；可以先用 export 导出一份照着填。"
EXCHANGE_CELL_LONG = (
    "“{sheet}”第 {row} 行“{column}”超过 Excel 一格的上限 {most} 字，没有导出。请导出为 .csv，或先把这一条分成几条。"
)
EXCHANGE_TOPICS = "没有主题“{topic}”。可以写：{names}。"

EXCHANGE_SHEET_PASSED = "这张表没有我们的表头，没有读。"
EXCHANGE_HEAD_TWICE = "这个列名出现了两次。请删掉或改名其中一列。"
EXCHANGE_HEAD_NEAR = "不认识这个列名，是不是“{near}”？请改正；用不着的列请删掉。"
EXCHANGE_HEAD_PASSED = "不认识这一列，没有读。"
EXCHANGE_NO_ID_COLUMN = "没有“编号”列，也没有“问题”列，不知道每一行是哪一条。请补上“编号”列。"
EXCHANGE_MERGED = "{area} 合并了单元格，看不出内容属于哪一行。请取消合并，把每一格填好。"
EXCHANGE_FORMULA = "这一格是公式。请改成文字：选中后选择性粘贴为数值，或在前面加一个英文单引号。"
EXCHANGE_ERROR_VALUE = "这一格是错误值（如 #N/A）。请改成文字。"
EXCHANGE_MADE_DATE = "Excel 把这一格变成了日期（{date}）。请把单元格格式设为“文本”，重新输入原来的文字。"
EXCHANGE_CHARACTER = "有看不见或用不了的字符 {code}。请删掉重新输入。"
EXCHANGE_OVERHANG = "这一行的格子比表头多，多半是文字里的逗号没有加引号。请在 Excel 里核对后另存。"

EXCHANGE_SOURCE = "“{text}”看不出是哪部法律的哪一条。请写成“工会法 第十一条”，一行一条；法律清单里没有的，写成：法律全称｜版本｜条号。"
EXCHANGE_TIDIED = "去掉了粘贴时带来的序号或者行首的全角空格。"
EXCHANGE_CITED = "依据按这样导入：{sources}。请核对版本和条号。"
EXCHANGE_STATUS_UNKNOWN = "不认识的状态“{text}”。请写：{names}；或者空着。"
EXCHANGE_DAY = "“{text}”不是日期。请写成 2026-11-22 的样子。"
EXCHANGE_DAYS = "“{text}”不是天数。请只写数字，如 180。"
EXCHANGE_ASK = "没有“{text}”这个要先问的问题。可以写：{names}。"
EXCHANGE_WHEN = "“{text}”不是先问的那个问题的选项。可以写：{names}。"
EXCHANGE_NO_ASK = "条目 {id} 没有写先问什么，不能分情况。请先在它那一行的“先问”里选一个问题。"
EXCHANGE_ACT = "不认识的操作“{text}”。可以写：{names}；或者空着。"
EXCHANGE_STILL_CANDIDATE = "还是候选，没有导入。审核后把“候选”改成别的状态，或者清空，再导入。"
EXCHANGE_TWICE = "编号 {id} 与{place}重复。一条只能有一行，请合并或改正编号。"
EXCHANGE_TAKEN = "“{text}”已经是条目 {id} 的问法。一种问法只能属于一条，请删掉，或先从那一条移走。"
EXCHANGE_QUESTION_TAKEN = "这个问题已经有了：{id}（{question}）。要改那一条，请把编号写成 {id}。"
EXCHANGE_ID_WANTED = "这样的操作要写明编号。"
EXCHANGE_ID_UNKNOWN = "没有编号为 {id} 的条目。"
EXCHANGE_NEAR = "是不是 {near}？请改正。"
EXCHANGE_CHECK_ID = "请核对编号。"
EXCHANGE_ID_CHANGED = (
    "这一行导出时的编号不是 {id}，编号被改过，或者这一行是复制来的。请改回原来的编号；要加新的一条，请清空编号和校验。"
)
EXCHANGE_ID_GONE = "这一行是导出来的，编号却空了。请填回原来的编号；要加新的一条，请把“校验”也清空。"
EXCHANGE_ID = "“{id}”不能做编号。编号由 3 到 48 个小写字母、数字和 - 组成；空着就自动编。"
EXCHANGE_MISSING = "“{name}”不能空着。"
EXCHANGE_TOPIC = "看不出新的一条属于哪个主题（{text}）。请写在以主题命名的表里，或加一列“主题”。可以写：{names}。"
EXCHANGE_MOVED = "这一条属于主题“{topic}”，移到别的表里不会改变它的主题。"
EXCHANGE_CONFLICT = "表导出以后，别人也改过这一格，现在是：{now}。请重新导出，再改一次；或者把这一格改成现在的样子。"

EXCHANGE_KINDS = {
    "change": "修改",
    "add": "新增",
    "retire": "停用",
    "phrase": "加问法",
    "case-change": "修改情况 {when}",
    "case-add": "新增情况 {when}",
    "case-drop": "删掉情况 {when}",
}
EXCHANGE_OF_ENTRY = "[{id}] {message}"
EXCHANGE_IMPORTED = "这一行已经导入过了，就是 {id}。"
EXCHANGE_NEW_ID = "没有编号为 {id} 的条目，按新的一条加入。如果本来是 {near}，请改正编号。"
EXCHANGE_EDIT = "{kind} [{id}] {question}（{place}）"
EXCHANGE_SUMMARY = (
    "读了 {rows} 行：修改 {change} 条，新增 {add} 条，停用 {retire} 条；表格填写错误 {errors} 处，提醒 {notes} 处。"
)
EXCHANGE_TRIED = "各格填写没有错，但是导入以后，知识会有 {count} 处错误："
EXCHANGE_SAME = "和现在的知识完全一样，没有要改的。"
EXCHANGE_ROWS = "“{rows}”不是行号。请写成 --rows 3,5-8；有几张表的写成 --rows 会费!3,5。"
EXCHANGE_EXPORTED = "已导出 {count} 条到 {file}。"
EXCHANGE_IMPACT = "影响：重放了 {golden} 个黄金问题和 {real} 个真实提问，{count} 个会得到不同的回答。"
EXCHANGE_IMPACT_MORE = "  ……还有 {count} 个。"
EXCHANGE_SHIFT = "  {kind}：{text}\t原来 {before}\t以后 {after}"
EXCHANGE_BROKEN = "（黄金问题变错）"
EXCHANGE_SHIFTS = {
    "lost": "不再回答",
    "swapped": "换成别的条目",
    "reworded": "答案改了",
    "gained": "新能回答",
    "offered": "候选变了",
    "stolen": "问法被别的条目抢走",
}
EXCHANGE_TOPIC_WORD = "主题"
EXCHANGE_EXPERT_WORD = "昵称"
EXCHANGE_OPTIONS = {
    "file": ".xlsx 或 .csv 文件；导入还可以用 .docx（问答）和 .txt（聊天记录）",
    "apply": "真的写进知识；不写就只预览",
    "rows": "只导入这些行，如 3,5-8；有几张表的写 会费!3,5",
    "interactive": "一行一行地问要不要导入",
    "expert": "聊天记录里谁的回答算数，写群昵称或 QQ 号；可以写几次，不写就取回答最多的人",
    "to": "候选写到哪个文件；不写就放在原文件旁边",
    "topic": "只导出这个主题，写标题或文件名；可以写几次",
}
EXCHANGE_DRY = "这是预览，什么都没有改。确认没有问题，加上 --apply 再运行一次。"
EXCHANGE_REFUSED = "有错误，什么都没有改。请改好表格再导入；或者用 --rows 只导入没有错误的行，用 --interactive 一行一行地问。"
EXCHANGE_ROWS_NONE = "第 {rows} 行没有可以导入的修改。请核对行号。"
EXCHANGE_ROWS_WRONG = "选中的行里有错误，什么都没有改。请先改好这几行。"
EXCHANGE_ASK_ROW = "导入这一行吗？写 是 导入，写 否 跳过，写 停 到此为止："
EXCHANGE_YES = ("是", "y", "yes", "好", "1")
EXCHANGE_NO = ("否", "n", "no", "不", "0")
EXCHANGE_STOP = ("停", "q", "quit", "stop")
EXCHANGE_NONE_CHOSEN = "没有选中任何一行，什么都没有改。"
EXCHANGE_ABOUT_EDIT = "导入 {file}：修改 {change} 条，新增 {add} 条，停用 {retire} 条"
EXCHANGE_DONE = "已写进知识，编号 {act}。运行中的机器人会自己换上；要撤销，请管理员在聊天里用 /undo。"

EXCHANGE_COMMON_NAMES = (
    "工会",
    "主席",
    "管理员",
    "群主",
    "老师",
    "会员",
    "职工",
    "公司",
    "大家",
    "会计",
    "财务",
    "组织",
    "答疑",
)
EXCHANGE_NO_PAIRS = (
    "{file} 里没有找到问答。请写成“问：……”“答：……”两段，或两列的表格（左边问题，右边答案），或把问题设为标题、加粗。"
)
EXCHANGE_NO_WORD = "{file} 不是完好的 .docx 文件。请用 Word 或 WPS 打开，另存为 .docx，再导入。"
EXCHANGE_PARAGRAPH = "第 {number} 段"
EXCHANGE_TABLE_ROW = "第 {table} 个表格第 {row} 行"
EXCHANGE_LINE = "第 {number} 行"
EXCHANGE_NO_CHAT = (
    "{file} 里没有认出聊天记录。应是 QQ 消息管理器导出的文本文件，每条前面有“2011-05-03 14:22:10 昵称(12345678)”这样一行。"
)
EXCHANGE_EXPERT = "{file} 里没有“{name}”说的话。请写群里的昵称或 QQ 号，说话多的有：{names}。"
EXCHANGE_NO_EXPERTS = "看不出谁是解答问题的人。请用 --expert 写明，可以写几次；说话多的有：{names}。"
EXCHANGE_NO_ANSWERS = "没有找到 {names} 回答的问题。请用 --expert 换一个人再试。"
EXCHANGE_MAYBE = "{id} {question}（把握 {share}%）"
EXCHANGE_CANDIDATE_SHEET = "候选"
EXCHANGE_CANDIDATE_GUIDE = (
    "这些是从聊天记录或 Word 文件里找出来的问答，还没有审核，不能直接用。姓名、号码、单位已尽量去掉，请再看一遍，漏掉的手工删除。",
    "逐行核对：把问题改成一句通用的话，答案对照现行法律改好，写上依据和主题。",
    "核对好的一行，把“状态”里的“候选”改成已核对、转述一致、尚未核实或经验做法；没有核对的仍留“候选”，导入时会跳过。",
    "“可能已有”列出知识里相近的条目。已经有了的，在“编号”写那一条的编号，“操作”选“加问法”：只把这一行的问题加为它的问法，答案不动。",
    "改好后保存，运行 import 这个文件：先预览，没有问题再加 --apply。",
)
EXCHANGE_PASSED_MERGED = "问题和答案合并成了一格"
EXCHANGE_PASSED_HALF = "问题或者答案空着"
EXCHANGE_PASSED_TABLE = "表格没有“问题”“答案”两列"
EXCHANGE_PASSED_LOOSE = "不属于哪个问题"
EXCHANGE_PASSED_UNANSWERED = "没有找到答案"
EXCHANGE_PASSED_SHORT = "太短，看不出问什么或者答什么"
EXCHANGE_PASSED_TWICE = "前面已经有同样的问答"
EXCHANGE_PASSED = "有 {count} 处没有收进候选，请核对有没有漏掉的（全部列在 {file} 的“{sheet}”表里）："
EXCHANGE_PASSED_LINE = "{place}（{why}）：{text}"
EXCHANGE_PASSED_MORE = "……还有 {count} 处，见“{sheet}”表。"
EXCHANGE_PASSED_SHEET = "没有收进来的"
EXCHANGE_GLEANED = "找到 {count} 个候选问答，写在 {file}。请审核后再导入；知识没有改动。"
EXCHANGE_EXPERTS = "按这些人的回答整理：{names}。"
EXCHANGE_MASKED = "去掉了：{what}。请再看一遍有没有漏掉的。"
EXCHANGE_MASKED_KIND = "{mark} {count} 处"
