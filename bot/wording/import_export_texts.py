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
EXCHANGE_STATUS = {
    "verified": "已核对",
    "national": "国家规定已核对",
    "reported": "转述一致",
    "unconfirmed": "尚未核实",
    "practice": "经验做法",
}
EXCHANGE_ACTS = {"retire": "停用", "phrase": "加问法", "candidate": "候选"}
EXCHANGE_GUIDE_SHEET = "说明"
EXCHANGE_VARIANT_SHEET = "分情况"
EXCHANGE_GUIDE_TITLE = "建会通知识表：怎么改"
EXCHANGE_GUIDE = (
    "每个主题一张工作表，一行一条知识，一列一项内容。直接修改单元格并保存，再运行 import 命令。",
    "一格写多行，请按 Alt+Enter 换行。“问法”“步骤”“材料”“依据”“指南”“相关”都是一行写一个。",
    "import 先列出将要修改的内容，并不保存；核对无误后，加上 --apply 才写入知识库。改错了可以撤销。",
    "新增一条：在该主题的表末尾加一行，编号留空，导入时自动生成。问题和答案必填。",
    "停用一条：在“操作”一列选“停用”。删除整行不等于停用，该条目会原样保留。",
    "不需要改的列可以整列删除，列的顺序可以调换；编号和隐藏的“校验”列请不要改。",
    "“校验”用来发现冲突：表导出后其他人改过同一格的，导入时会提醒您，不会覆盖对方的修改。",
)
EXCHANGE_ABOUT = {
    "id": "条目的编号，由小写字母、数字和 - 组成，启用后不再更改。新增的行可以留空。",
    "when": "仅用于“分情况”表：先问的问题的一个选项。每个选项一行，写这种情况下的答案；步骤、材料等留空则沿用条目的。",
    "question": "标准问法，一句话，不超过 200 字。",
    "phrasings": "大家平时的问法，一行一种，越多越容易匹配；不同条目的问法不能重复。",
    "answer": "答案原文，将一字不改地发给提问人。最好不超过 600 字。",
    "steps": "办理步骤，一行一步，不用写序号。",
    "materials": "所需材料，一行一份。",
    "sources": "依据，一行一条，写成：法律全称｜版本｜条号，例如 中华人民共和国工会法｜2021修正｜第十一条；也可以写“工会法 第十一条”，版本按法律清单补上。",
    "status": "已核对（必须有依据）、国家规定已核对（本省另有条例未见全文，必须有依据）、转述一致（两个以上网站说法相同，要登记在 evidence.yaml）、尚未核实或经验做法。",
    "region": "只适用于某地的写地名，如 江苏；全国通用的留空。",
    "guides": "随答案给出的文件，一行一个，写文件的编号或标题。",
    "related": "相关条目的编号，一行一个。",
    "reviewed": "上次核对的日期，格式如 2026-11-22。",
    "review_after": "核对后多少天复核；留空为 365 天。",
    "retired": "停用日期。停用的条目不再用于回答，编号保留；清空日期即恢复使用。",
    "ask": "答案分情况的，写明先问哪个问题；各种情况的答案写在“分情况”表里。",
    "act": "停用：停用这一条（在“分情况”表里是删除这种情况）。加问法：把这一行的问题和问法加到该编号的条目里。",
    "check": "供程序核对，已隐藏，请不要改。",
    "topic": "所属主题。",
    "maybe": "知识库中可能相同的已有条目，仅供参考，导入时不读取。",
    "place": "在原文件中的位置，仅供参考，导入时不读取。",
    "why": "为什么没有收进候选。",
    "text": "原来文件里的话（只列开头），姓名、号码已尽量去掉。",
}
EXCHANGE_CHOOSE = "请从列表中选择：{names}；也可以留空。"
EXCHANGE_PLACE = "“{sheet}”第 {row} 行"
EXCHANGE_ROW = "第 {row} 行"
EXCHANGE_COLUMN = "“{column}”列"
EXCHANGE_FLAW = "{mark} {place}：{message}"
EXCHANGE_MARKS = {True: "错误", False: "提醒"}

EXCHANGE_LARGE = "文件 {file} 过大，超过 {most} MB。请只保留要导入的表，另存后再试。"
EXCHANGE_COVERED = (
    "文件 {file} 里合并的单元格或链接覆盖的范围过大（超过 20 万格）。请取消合并、去掉整列整行的链接，另存后再导入。"
)
EXCHANGE_NOT_PLAIN = "{file} 是{kind}，不是文件，不能导入。请选表格、Word 文件或聊天记录文件。"
EXCHANGE_UNREADABLE = "打不开文件 {file}。请核对路径；如果文件正在 Excel 或 WPS 中打开，请先关闭再试。"
EXCHANGE_UNWRITABLE = "无法写入文件 {file}。请核对文件夹；如果文件正在 Excel 或 WPS 中打开，请先关闭再试。"
EXCHANGE_EXISTS = "{file} 已存在，没有覆盖。请换一个文件名，或先将它移走。"
EXCHANGE_SUFFIX = "不支持 {file} 的格式。导出请用 .xlsx 或 .csv；导入还可以用 .docx（问答）和 .txt（聊天记录）。"
EXCHANGE_OLD = "{file} 是旧格式（.xls、.et）或已加密。请在 Excel 或 WPS 里另存为未加密的 .xlsx，再导入。"
EXCHANGE_NO_WORKBOOK = "{file} 不是完好的 .xlsx 文件。请用 Excel 或 WPS 打开，另存为 .xlsx，再导入。"
EXCHANGE_NO_TEXT = "{file} 不是文本文件。csv 请在 Excel 里另存为“CSV UTF-8（逗号分隔）”。"
EXCHANGE_ENCODING = (
    "{file} 从第 {line} 行起无法读取，编码既不是 UTF-8 也不是 GB18030。请在 Excel 里另存为“CSV UTF-8（逗号分隔）”，再导入。"
)
EXCHANGE_CSV = "{file} 第 {row} 行起引号不成对，无法分清单元格。请在 Excel 里打开核对，另存后再导入。"
EXCHANGE_NO_HEADS = "{place} 里没有找到表头。第一行应有“编号”“问题”“答案”等列名；可以先用 export 导出一份，照样填写。"
EXCHANGE_CELL_LONG = (
    "“{sheet}”第 {row} 行“{column}”超过 Excel 一格的上限 {most} 字，没有导出。请导出为 .csv，或先把这一条拆成几条。"
)
EXCHANGE_TOPICS = "没有主题“{topic}”。可选：{names}。"

EXCHANGE_SHEET_PASSED = "这张表没有规定的表头，没有读取。"
EXCHANGE_HEAD_TWICE = "列名重复。请删除其中一列，或改名。"
EXCHANGE_HEAD_NEAR = "无法识别这个列名，是否应为“{near}”？请改正；不需要的列请删除。"
EXCHANGE_HEAD_PASSED = "无法识别这一列，没有读取。"
EXCHANGE_NO_ID_COLUMN = "没有“编号”列，也没有“问题”列，无法确定每一行对应的条目。请补上“编号”列。"
EXCHANGE_MERGED = "{area} 有合并单元格，无法确定内容属于哪一行。请取消合并，逐格填写。"
EXCHANGE_FORMULA = "这一格是公式。请改为文字：选择性粘贴为数值，或在前面加一个英文单引号。"
EXCHANGE_ERROR_VALUE = "这一格是错误值（如 #N/A）。请改成文字。"
EXCHANGE_MADE_DATE = "Excel 把这一格变成了日期（{date}）。请把单元格格式设为“文本”，重新输入原来的文字。"
EXCHANGE_CHARACTER = "含有不可见或不支持的字符 {code}。请删除后重新输入。"
EXCHANGE_OVERHANG = "这一行的单元格比表头多，可能是文字里的逗号没有加引号。请在 Excel 里核对后另存。"

EXCHANGE_SOURCE = (
    "“{text}”看不出是哪部法律的哪一条。请写成“工会法 第十一条”，一行一条；法律清单里没有的，写成：法律全称｜版本｜条号。"
)
EXCHANGE_STATUS_UNKNOWN = "无法识别状态“{text}”。可选：{names}；也可以留空。"
EXCHANGE_DAY = "无法识别日期“{text}”。请按 2026-11-22 的格式填写。"
EXCHANGE_DAYS = "无法识别天数“{text}”。请只写数字，如 180。"
EXCHANGE_ASK = "没有名为“{text}”的先问问题。可选：{names}。"
EXCHANGE_WHEN = "“{text}”不是先问问题的选项。可选：{names}。"
EXCHANGE_NO_ASK = "条目 {id} 没有写明先问什么，不能分情况。请先在该条目的“先问”里选一个问题。"
EXCHANGE_ACT = "无法识别操作“{text}”。可选：{names}；也可以留空。"
EXCHANGE_STILL_CANDIDATE = "仍是候选，没有导入。请在审核后把“候选”改为其他状态或清空，再导入。"
EXCHANGE_TIDIED = "去掉了粘贴时带来的序号或者行首的全角空格。"
EXCHANGE_CITED = "依据按这样导入：{sources}。请核对版本和条号。"
EXCHANGE_TWICE = "编号 {id} 与{place}重复。一条只能有一行，请合并或改正编号。"
EXCHANGE_TAKEN = "“{text}”已经是条目 {id} 的问法。一种问法只能属于一条，请删除，或先从该条目移走。"
EXCHANGE_QUESTION_TAKEN = "这个问题已存在：{id}（{question}）。如需修改该条目，请把编号写为 {id}。"
EXCHANGE_ID_WANTED = "这项操作须写明编号。"
EXCHANGE_ID_UNKNOWN = "没有编号为 {id} 的条目。"
EXCHANGE_NEAR = "是否应为 {near}？请改正。"
EXCHANGE_CHECK_ID = "请核对编号。"
EXCHANGE_ID_CHANGED = (
    "这一行导出时的编号不是 {id}，编号可能被改过，或这一行是复制来的。请改回原来的编号；如需新增，请清空编号和校验。"
)
EXCHANGE_ID_GONE = "这一行是导出的内容，但编号为空。请填回原来的编号；如需新增，请把“校验”也清空。"
EXCHANGE_ID = "“{id}”不能用作编号。编号由 3 到 48 个小写字母、数字和 - 组成；留空则自动生成。"
EXCHANGE_MISSING = "“{name}”必填，请补上。"
EXCHANGE_TOPIC = "无法确定新条目属于哪个主题（{text}）。请写在以主题命名的表里，或加一列“主题”。可选：{names}。"
EXCHANGE_MOVED = "这一条属于主题“{topic}”，移到其他表不会改变它的主题。"
EXCHANGE_CONFLICT = "表导出后，其他人也改过这一格，现为：{now}。请重新导出后再改，或把这一格改为现在的内容。"

EXCHANGE_KINDS = {
    "change": "修改",
    "add": "新增",
    "retire": "停用",
    "phrase": "加问法",
    "variant-change": "修改情况 {when}",
    "variant-add": "新增情况 {when}",
    "variant-drop": "删除情况 {when}",
}
EXCHANGE_OF_ENTRY = "[{id}] {message}"
EXCHANGE_IMPORTED = "这一行已导入过，编号是 {id}。"
EXCHANGE_NEW_ID = "没有编号为 {id} 的条目，将作为新条目加入。如果应为 {near}，请改正编号。"
EXCHANGE_EDIT = "{kind} [{id}] {question}（{place}）"
EXCHANGE_SUMMARY = (
    "已读取 {rows} 行：修改 {change} 条，新增 {add} 条，停用 {retire} 条；表格填写错误 {errors} 处，提醒 {notes} 处。"
)
EXCHANGE_TRIED = "表格填写无误，但导入后知识库会有 {count} 处错误："
EXCHANGE_SAME = "与现有知识库完全相同，无需修改。"
EXCHANGE_ROWS = "无法识别行号“{rows}”。请写成 --rows 3,5-8；有多张表的，写成 --rows 会费!3,5。"
EXCHANGE_EXPORTED = "已导出 {count} 条到 {file}。"
EXCHANGE_IMPACT = "影响：已重新测试 {golden} 个标准问题和 {real} 个真实提问，其中 {count} 个的回答会变。"
EXCHANGE_IMPACT_MORE = "  ……另有 {count} 个。"
EXCHANGE_SHIFT = "  {kind}：{text}\t原来 {before}\t改后 {after}"
EXCHANGE_BROKEN = "（标准问题，预期答案变了）"
EXCHANGE_SHIFTS = {
    "lost": "答不上来",
    "swapped": "改由别的条目回答",
    "reworded": "答案文字有变",
    "gained": "改后能答",
    "offered": "候选有变",
    "stolen": "问法转到别的条目",
}
EXCHANGE_TOPIC_WORD = "主题"
EXCHANGE_EXPERT_WORD = "昵称"
EXCHANGE_OPTIONS = {
    "file": ".xlsx 或 .csv 文件；导入还可以用 .docx（问答）和 .txt（聊天记录）",
    "apply": "写入知识库；不写则只预览",
    "rows": "只导入这些行，如 3,5-8；有多张表的写 会费!3,5",
    "interactive": "逐行询问是否导入",
    "expert": "聊天记录中采用谁的回答，写群昵称或 QQ 号；可以写多次，不写则取回答最多的人",
    "to": "候选保存到哪个文件；不写则放在原文件旁边",
    "topic": "只导出这个主题，写标题或文件名；可以写多次",
}
EXCHANGE_DRY = "这是预览，没有任何改动。确认无误后，加上 --apply 再运行一次。"
EXCHANGE_REFUSED = (
    "表格中有错误，这次没有导入任何内容。请改好后再导入；也可以用 --rows 只导入没有错误的行，或用 --interactive 逐行确认。"
)
EXCHANGE_ROWS_NONE = "第 {rows} 行没有可以导入的修改。请核对行号。"
EXCHANGE_ROWS_WRONG = "选中的行有错误，没有任何改动。请先改好这几行。"
EXCHANGE_ASK_ROW = "导入这一行吗？“是”导入，“否”跳过，“停”结束："
EXCHANGE_YES = ("是", "y", "yes", "好", "1")
EXCHANGE_NO = ("否", "n", "no", "不", "0")
EXCHANGE_STOP = ("停", "q", "quit", "stop")
EXCHANGE_NONE_CHOSEN = "没有选中任何一行，没有任何改动。"
EXCHANGE_ABOUT_EDIT = "导入 {file}：修改 {change} 条，新增 {add} 条，停用 {retire} 条"
EXCHANGE_DONE = "已写入知识库，修改编号 {act}。运行中的机器人会自动启用；如需撤销，请管理员在私聊里用 /undo。"
EXCHANGE_HELD = (
    "已存进文件，修改编号 {act}，但现在还不能生效，机器人仍按原来的内容回答：{why}"
    "请先改正上述错误，改正后这次修改会自动生效。如需撤销，请管理员在私聊里用 /undo。"
)

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
    "{file} 里没有找到问答。请写成“问：……”“答：……”两段，或两列表格（左边问题，右边答案），或把问题设为标题或加粗。"
)
EXCHANGE_NO_WORD = "{file} 不是完好的 .docx 文件。请用 Word 或 WPS 打开，另存为 .docx，再导入。"
EXCHANGE_PARAGRAPH = "第 {number} 段"
EXCHANGE_TABLE_ROW = "第 {table} 个表格第 {row} 行"
EXCHANGE_LINE = "第 {number} 行"
EXCHANGE_NO_CHAT = (
    "{file} 里没有识别到聊天记录。应为 QQ 消息管理器导出的文本文件，每条前面有“2011-05-03 14:22:10 昵称(12345678)”这样一行。"
)
EXCHANGE_EXPERT = "{file} 里没有“{name}”的发言。请写群昵称或 QQ 号，发言较多的有：{names}。"
EXCHANGE_NO_EXPERTS = "无法判断由谁解答问题。请用 --expert 写明，可以写多次；发言较多的有：{names}。"
EXCHANGE_NO_ANSWERS = "没有找到 {names} 回答的问题。请用 --expert 换一个人再试。"
EXCHANGE_MAYBE = "{id} {question}（把握 {share}%）"
EXCHANGE_CANDIDATE_SHEET = "候选"
EXCHANGE_CANDIDATE_GUIDE = (
    "以下是从聊天记录或 Word 文件中整理出的问答，未经审核，不能直接使用。姓名、号码、单位已尽量去除，请再检查一遍，遗漏的请手工删除。",
    "逐行核对：把问题改为通用的说法，对照现行法律改好答案，并写明依据和主题。",
    "核对完的行，把“状态”里的“候选”改为已核对、转述一致、尚未核实或经验做法；未核对的保留“候选”，导入时会跳过。",
    "“可能已有”列出知识库中相近的条目。确实已有的，在“编号”里写该条目的编号，“操作”选“加问法”：只把这一行的问题加为它的问法，答案不变。",
    "改好后保存，用 import 导入这个文件：先预览，确认无误再加 --apply。",
)
EXCHANGE_GLEANED = "找到 {count} 个候选问答，已存入 {file}。请审核后再导入；知识库没有改动。"
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
EXCHANGE_EXPERTS = "按这些人的回答整理：{names}。"
EXCHANGE_MASKED = "已去除：{what}。请再检查是否有遗漏。"
EXCHANGE_MASKED_NONE = "没有发现姓名、号码等需要去除的内容。请再检查是否有遗漏。"
EXCHANGE_MASKED_KIND = "{mark} {count} 处"
