"""Every sentence that people see and that isn't knowledge, in one place, by who reads it.

Placeholders in braces are filled in by the code that uses the sentence. Change the words freely, keep the braces.
"""

from __future__ import annotations

from bot.model import Status

# ---------------------------------------------------------------- the form of an answer

HEADING = "【{text}】"
PART_STEPS = "步骤："
PART_MATERIALS = "材料："
SOURCE_LINE = "依据：{sources}"
SOURCE_LAW = "{law}（{version}）{articles}"
SOURCE_JOIN = "；"
ARTICLE_JOIN = "、"
REGION = "适用：{region}"
REVIEWED = "核对于 {date}"
STANDING_JOIN = " · "
STANDING = {
    Status.VERIFIED: "已与法律原文核对",
    Status.UNCONFIRMED: "尚未核实，以上级工会确认为准",
    Status.PRACTICE: "各地经验做法，仅供参考，不是规定",
}

# ---------------------------------------------------------------- settings (admins)

SETTING_UNKNOWN = "不认识的设置 {name}。可用的设置有：{known}。请改正名称，或删掉这一行。"
SETTING_FOLDER = "设置 {name} 的文件夹“{value}”找不到它的用户目录。请写成完整的路径。"
SETTING_PORT = "设置 {name} 应是 1 到 65535 之间的端口号，现在是“{value}”。请改正后重新启动。"
SETTING_SWITCH = "设置 {name} 应是 on 或 off，现在是“{value}”。请改正后重新启动。"
SETTING_ADDRESS = "设置 {name} 应是以 http:// 或 https:// 开头的网址，现在是“{value}”。请改正后重新启动。"
DOTENV_UNREADABLE = "读不了设置文件 {path}。请确认它是 UTF-8 文本文件、可以打开。"
DOTENV_LINE = "设置文件 {path} 第 {line} 行没有等号。每行应写成“名称=值”，例如 JIANHUI_TELEGRAM_TOKEN=123456:ABC。"

# ---------------------------------------------------------------- matching (admins)

ENCODER_MISSING = "没有装句子编码器。不装也能用；要装，请运行 pip install 'jianhuitong[encoder]'。"

WORDING_CLAIMED = "问法“{text}”同时属于条目 {first} 和 {second}。请运行 python3 run.py check 看位置，改写或删掉其中一个。"
HEALTH_WEAK = "这一条容易被别的条目抢走：把它的问法逐个拿掉再问，{count} 个里只有 {share} 个还能找到它。请让问题更具体，或与相近的条目合并。"
HEALTH_TWINS = "与条目 {entry}（{file}:{line}）“{question}”问的几乎一样。请合并成一条，或把两个问题写得更分明。"
SEVERITIES = {"error": "错误", "warning": "提醒"}

# ---------------------------------------------------------------- loading knowledge (admins)

LOAD_KEYS = {
    "topic": "主题",
    "entries": "条目",
    "id": "编号",
    "question": "问题",
    "phrasings": "问法",
    "answer": "答案",
    "steps": "步骤",
    "materials": "材料",
    "sources": "依据",
    "laws": "法律清单",
    "law": "法律名称",
    "short": "简称",
    "from": "施行日期",
    "before": "旧版本",
    "superseded_by": "被哪部法律取代",
    "checked": "比对日期",
    "changed": "换版日期",
    "version": "版本",
    "article": "条号",
    "status": "状态",
    "region": "地区",
    "guides": "指南",
    "related": "相关",
    "reviewed": "核对日期",
    "review_after": "复核天数",
    "documents": "文件清单",
    "title": "标题",
    "format": "格式",
    "file": "文件",
    "ask": "先问",
    "variants": "分情况的答案",
    "when": "情况",
    "cases": "情况清单",
    "name": "名字",
    "options": "选项",
    "label": "选项文字",
    "words": "说法",
    "counts": "数的是什么",
    "least": "至少",
    "under": "少于",
    "q": "问题",
    "entry": "应答的条目",
    "near": "相近但不对的条目",
    "refuse": "应不回答",
}
LOAD_EXAMPLES = {
    "variants": "- when: under-25",
    "cases": "- name: members",
    "options": "- {name: under-25, label: 不足25人}",
    "entries": "- id: setup-members",
    "sources": "- {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}",
    "laws": "- {title: 中华人民共和国工会法, short: 工会法, version: 2021修正}",
    "documents": "- {id: setup-guide, title: 建会指南, format: docx, file: 建会指南.docx}",
}
LOAD_UNCONFIRMED_WORDS = "以上级工会确认为准"
LOAD_PLACE = "{file} 第 {line} 行"
LOAD_PROBLEM = "{place}：{message}"
LOAD_FAILED = "知识里有 {count} 处错误，不能启用。第一处：{first} 运行 python3 run.py check 可以看到全部（不是从源码目录运行的，用 jianhui check），改好后再试。"
LOAD_TOO_MANY = "这个文件的问题太多，只列出前 {most} 个。请先改好这些，再检查一次。"
LOAD_NEAR = "是不是想写 {near}？请改正。"

LOAD_FOLDER_UNREADABLE = "打不开文件夹 {path}：{why}。请核对路径和权限，或用 --knowledge、--guides 指定正确的文件夹。"
LOAD_FOLDER_EMPTY = "文件夹 {path} 里没有知识文件。请放进至少一个 .yaml 文件，或用 --knowledge 指定正确的文件夹。"
LOAD_FOLDER_NAMED_FILE = "这是文件夹，名字却像知识文件。请给文件夹改名，去掉末尾的 .yaml 或 .yml。"
LOAD_FOLDER_LINK = "这是指向别的文件夹的链接，不读取。请把里面的文件直接放到这里。"
LOAD_FILE_UNREADABLE = "打不开这个文件：{why}。请检查文件后再试。"
LOAD_WHY_GONE = "找不到它，可能刚被删除或改名，或者是指向不存在文件的链接"
LOAD_WHY_RIGHTS = "没有读取的权限"
LOAD_WHY_NOT_FOLDER = "它不是文件夹"
LOAD_WHY_OTHER = "系统报告错误 {number}，可能是磁盘故障，或链接绕成了圈"
LOAD_FILE_IGNORED = "这是隐藏文件或编辑器留下的临时文件，没有读取。确认用不着就请删除。"
LOAD_FILE_SPECIAL = "这不是普通文件，不能读取。请把它移出知识文件夹。"
LOAD_FILE_DOUBLE_SUFFIX = "文件名多了一截后缀，机器人不会读取。请把文件改名为 {name}。"
LOAD_FILE_TABLE = "机器人不读表格文件。请把内容按条目写进 .yaml 文件，再把表格移出知识文件夹。"
LOAD_FILE_DOCUMENT = "机器人不读文档文件。供人下载的文件请放进 guides 文件夹；里面的答案请按条目写进 .yaml 文件。"
LOAD_FILE_TEXT = "机器人只读 .yaml 文件。如果这是知识，请按条目格式写好并把后缀改为 .yaml；如果不是，请移出知识文件夹。"
LOAD_FILE_STRANGER = "不认识这种文件，机器人只读 .yaml 文件。请把它移出知识文件夹。"
LOAD_FILE_LARGE = "文件有 {size} MiB，超过了 {most} MiB 的上限，没有读取。请按主题拆成几个文件。"
LOAD_FILE_DISGUISED = "内容是 {format} 文件，只是改了后缀，不能读取。请用记事本新建文本文件，按条目格式写。"
LOAD_FILE_BINARY = "内容不是文本，不能读取。请用记事本或 WPS 另存为纯文本（UTF-8 编码），或把它移出知识文件夹。"
LOAD_FILE_EMPTY = "文件里没有内容。请照着别的知识文件的样子写上，或删除这个文件。"
LOAD_ENCODING = "文件的编码像是 {encoding}，应是 UTF-8。请用记事本或 WPS 打开，选“另存为”，类型选纯文本，编码选 UTF-8。"
LOAD_ENCODING_GB = "GB18030（也叫 GBK、ANSI）"
LOAD_ENCODING_BROKEN = "这一行有损坏的字，不是 UTF-8 编码。请改正这一行，并用记事本另存为 UTF-8 编码。"

LOAD_CHARACTER = "这一行有看不见的字符或乱码 {code}，往往是从网页或 PDF 复制来的。请删掉，重新输入这几个字。"
LOAD_CHARACTERS = "从这一行起有 {count} 个以上看不见的字符或乱码，文件可能已损坏。请用完好的文件替换。"
LOAD_TAB = "缩进用了制表符（Tab 键），共 {count} 处。请全部换成空格，每一级缩进两个空格。"
LOAD_DIRECTIVE = "一行不能以 % 开头，共 {count} 处。请删掉这样的行；如果是正文，请缩进两个空格或加引号。"
LOAD_DEEP = "列表和条目套了 {deepest} 层以上，这里多半有多余的括号、短横线或问号。请删掉；如果是正文，请给整个值加引号。"
LOAD_NODES = "文件里的内容超过 {most} 项，读到这里为止。请检查是否粘贴了多余的内容，或按主题拆成几个文件。"
LOAD_ALIAS = "不能用 {name} 这样的引用记号（以 & 或 * 开头）。请把内容直接写出来；如果是正文，请给整个值加引号。"
LOAD_TAG = "不能用 {tag} 这样的类型标记（以 ! 开头）。请删掉；如果是正文，请给整个值加引号。"
LOAD_DOCUMENTS = "一个文件只能有一份内容，这里又开始了一份。请删掉 --- 这一行，或拆成两个文件。"
LOAD_COLON_WIDE = "{key} 后面是中文冒号“：”。请改成英文冒号，再加一个空格，写成“{key}: ”。"
LOAD_COLON_TIGHT = "{key} 的冒号后面没有空格。请在冒号后加一个空格，写成“{key}: ”。"
LOAD_DASH_WIDE = "列表的短横线不是键盘上的减号。请换成英文减号，再加一个空格，写成“- ”。"
LOAD_DASH_TIGHT = "列表的短横线后面没有空格。请在减号后加一个空格，写成“- ”。"

LOAD_YAML_COLON = "这一行多了冒号，多半是值里有冒号加空格，请给整个值加引号；也可能是缩进多了，请与上一行的键对齐。"
LOAD_YAML_NO_COLON = "这一行缺少英文冒号。键后面要写英文冒号和一个空格；如果是上一行正文的续行，请多缩进两个空格。"
LOAD_YAML_QUOTE = "从这一行开始的引号没有收尾。请在值的末尾补上同样的英文引号，或把开头的引号删掉。"
LOAD_YAML_START = "值不能以这个符号开头（如 @ ` % ! ? 或括号、逗号），制表符也不行。请给整个值加英文引号。"
LOAD_YAML_STAR = "值不能以 * 或 & 开头。请给整个值加英文引号，或删掉这个符号。"
LOAD_YAML_ESCAPE = "双引号里的反斜杠 \\ 用错了。请把反斜杠删掉，或把双引号换成单引号。"
LOAD_YAML_BRACKET = "从这一行开始的方括号没有写对。请检查：各项用英文逗号隔开，末尾有 ]；正文以 [ 开头时请给整个值加引号。"
LOAD_YAML_BRACE = "从这一行开始的花括号没有写对。请检查：用英文逗号隔开，冒号后有空格，末尾有 }；值里有逗号时请加引号。"
LOAD_YAML_FLOW = "这里还在括号 [ 或 { 里面，写法不对。请检查前面的括号有没有收尾；正文以括号开头时请给整个值加英文引号。"
LOAD_YAML_DASH = "这里应是列表的下一项，或缩进不齐。列表每项以“- ”开头，同一列表的短横线要上下对齐。"
LOAD_YAML_INDENT = "这一行的缩进与前面不齐，或一个值的引号后面还有别的字。请与同级的键对齐；值里有引号时请改用中文引号“”。"
LOAD_YAML_LIST_HERE = "列表不能写在键的同一行。请在键的冒号后换行，每项另起一行，以“- ”开头。"
LOAD_YAML_BLOCK = "竖线 | 或大于号 > 后面不能有文字。请把正文移到下一行，并缩进两个空格。"
LOAD_YAML_OUTSIDE = "这一行不属于前面的内容，多半是缩进不齐。请让 topic 和 entries 都顶格写。"
LOAD_YAML_OTHER = "这一行附近的格式不对，读不下去。请检查缩进、冒号、引号和括号，可照着别的知识文件的样子改。"

LOAD_TOP = "文件开头应是 topic（主题）和 entries（条目）两个键。请照着别的知识文件的样子写。"
LOAD_KEY_NOT_TEXT = "键应是一个英文单词，这里是列表或括号。请删掉多余的 ? 或括号；如果是正文，请给整个值加引号。"
LOAD_KEY_TWICE = "键 {key} 写了两次，第一次在第 {line} 行。请合并成一个，或删掉一个。"
LOAD_KEY_UNKNOWN = "不认识的键 {key}。"
LOAD_KEY_NEAR = "是不是想写 {near}？请改正。"
LOAD_KEY_MERGE = "不支持合并。请把内容直接写出来。"
LOAD_KEY_CHOICE = "可用的键有：{keys}。请改正；如果它是前一个值的一部分，请给那个值加引号。"
LOAD_KEY_MISSING = "缺少 {key}（{name}）。请补上一行，写成“{key}: 内容”。"
LOAD_EMPTY = "{key} 没有内容。请写上内容，用不着就把它删掉。"
LOAD_TEXT_WANTED = "{key} 应是一段文字，这里是列表或键值。请直接写文字；文字里有冒号加空格时，请给整个值加引号。"
LOAD_TEXT_LONG = "{key} 有 {count} 个字，最多 {most} 个。请缩短或拆开。"
LOAD_ONE_LINE = "{key} 只能写一行。请把换行去掉。"
LOAD_LIST_WANTED = "{key} 应是列表。请换行，每项另起一行，以“- ”开头。"
LOAD_LIST_LONG = "{key} 有 {count} 项，最多 {most} 项。请删减，或拆成几个条目。"
LOAD_ITEM_TABLE = "{key} 的这一项应是文字，却读成了键值，多半是值里有冒号加空格。请给整个值加引号。"
LOAD_ITEM_LIST = "{key} 的这一项应是文字，却读成了列表。请只留一个短横线；文字以 [ 开头时请给整个值加引号。"
LOAD_TABLES_WANTED = "{key} 应是列表。请换行，每项另起一行，写成“{example}”的样子。"
LOAD_TABLE_WANTED = "{key} 的这一项写得不对。每项应写成“{example}”的样子，冒号用英文冒号并加空格。"

LOAD_ID = "编号 {id} 不合要求。编号只能用小写英文字母、数字和减号，3 到 48 个，请改正。"
LOAD_ID_TWICE = "编号 {id} 已用在 {other}。每个编号只能用一次，请换一个。"
LOAD_TOPIC_TWICE = "主题“{title}”已用在 {other}。请合并成一个文件，或换一个主题名。"
LOAD_STATUS = "状态 {status} 不对。只能写 verified（已核对法律原文）、unconfirmed（尚未核实）或 practice（经验做法）。"
LOAD_DATE = "日期 {date} 不对。请写成 2026-11-22 的样子。"
LOAD_DATE_FUTURE = "核对日期 {date} 晚于今天（{today}）。请写实际核对的日期；如果日期没错，请校准电脑的时钟。"
LOAD_DAYS = "复核天数 {days} 不对。请写 1 到 {most} 之间的整数，如 365，不写单位。"
LOAD_LAW_QUOTED = "法律名称外面不要书名号，显示时会自动加上。请删掉《 和 》。"
LOAD_ARTICLE = "条号 {article} 不对。请用汉字数字，写成“第十一条”或“第十一条之一第二款第（一）项”的样子，每个条文写一项。"
LOAD_SOURCE_TWICE = "这条依据与第 {line} 行的相同。请删掉一条。"
LOAD_VERIFIED_NO_SOURCE = "状态是 verified（已核对），却没有写 sources（依据）。请补上依据，或把状态改为 unconfirmed。"
LOAD_VERIFIED_UNSURE = "状态是 verified（已核对），正文却说“{words}”。请删掉这句话，或把状态改为 unconfirmed。"
LOAD_UNCONFIRMED_SILENT = "状态是 unconfirmed（尚未核实），答案里必须有“{words}”这句话。请补上，或核实后改为 verified。"
LOAD_NO_WORDS = "“{text}”里没有可供查找的字。请写上实际的问法，或删掉。"
LOAD_WORDING_TAKEN = "问法“{text}”已属于条目 {id}（{other}，“{same}”），机器人不知道该答哪一条。请改写或删掉其中一个。"
LOAD_WORDING_REPEATED = "问法“{text}”与第 {line} 行的“{same}”相同（标点、空格、客套话不算）。请删掉一个。"
LOAD_RELATED_UNKNOWN = "related 里的 {id} 不是任何条目的编号。"
LOAD_RELATED_REMOVE = "请改成已有的编号，或删掉。"
LOAD_RELATED_SELF = "related 里写了条目自己。请删掉。"
LOAD_REFERENCE_TWICE = "{id} 写了两次。请删掉一个。"
LOAD_GUIDE_UNKNOWN = "guides 里的 {id} 不在指南目录 catalogue.yaml 里。"
LOAD_GUIDE_NEAR = "是不是想写 {near}（{title}）？请改正。"
LOAD_GUIDE_ADD = "请先把文件登记进 guides/catalogue.yaml，或从条目里删掉。"

LOAD_ASK_ALONE = "写了 ask（先问）却没有 variants（分情况的答案）。请补上每种情况的答案，或删掉 ask。"
LOAD_VARIANTS_ALONE = "写了 variants（分情况的答案）却没有 ask（先问）。请补上 ask，写 cases.yaml 里那个问题的名字。"
LOAD_WHEN_TWICE = "情况 {when} 与第 {line} 行的相同。每种情况只能写一次，请合并或改正。"
LOAD_ASK_UNKNOWN = "ask 里的 {name} 不是 cases.yaml 里的问题。"
LOAD_WHEN_UNKNOWN = "when 里的 {name} 不是这个问题的选项。"
LOAD_NAMES = "可用的有：{names}。请改正。"
LOAD_CASES_TOP = "情况清单开头应是 cases 这个键。请写成“cases:”，下面每个问题一项，每项以“- name:”开头。"
LOAD_CASES_NAME = "这像是情况清单，却放错了地方或起错了名字。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_OPTIONS_COUNT = "选项有 {count} 个，应有 {fewest} 到 {most} 个。请增减。"
LOAD_COUNTS_MISSING = "选项按人数分（least、under），却没有写 counts（数的是什么）。请补上，写成“counts: [会员]”的样子。"
LOAD_COUNT = "{key} 写的是 {value}，应是 1 到 999999 之间的整数，如 25，不写单位。"

LOAD_LAWS_TOP = "法律清单开头应是 laws 这个键。请写成“laws:”，下面每部法律一项，每项以“- title:”开头。"
LOAD_LAWS_NAME = "这像是法律清单，却放错了地方或起错了名字。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_LAW_TWICE = "“{name}”已用在 {other}。一个全称或简称只能指一部法律，请合并成一项，或改用别的简称。"
LOAD_LAW_BOTH = "{version} 写在 version 里，是现行版本，不能又写在 before（旧版本）里。请从其中一处删掉。"
LOAD_LAW_NOT_YET = "这个版本从 {date} 才施行，今天是 {today}。version 只写现行的版本，请到施行之日再改；日期写错了就改正。"
LOAD_LAW_FUTURE = "{key} 的日期 {date} 晚于今天（{today}）。请写实际的日期；如果日期没错，请校准电脑的时钟。"
LOAD_LAW_CIRCLE = "“{law}”和取代它的法律绕成了圈，没有一部现行有效。请检查 superseded_by，从现行的那部里删掉。"
LOAD_CITED_UNKNOWN = "“{law}”不在法律清单 laws.yaml 里。"
LOAD_CITED_NEAR = "是不是想写“{near}”？请写全称。"
LOAD_CITED_ADD = "请核对全称；没有写错，就先把它登记进 laws.yaml。"
LOAD_CITED_BEFORE = "{version} 是《{law}》的旧版本，现行的是 {current}，这一条待复核。请对照现行文本核对内容和条号，再改 version 和 reviewed。"
LOAD_CITED_VERSION = "《{law}》没有登记 {version} 这个版本，现行的是 {current}，这一条待复核。请核对后改正 version；它若是旧版本，也请写进 laws.yaml 的 before。"
LOAD_CITED_REPLACED = "《{law}》已被《{by}》（{version}）取代，这一条待复核。请对照现行的法律核对内容，改引它。"
LOAD_CITED_CHANGED = "待复核：《{law}》在 {changed} 换成了 {version}，这一条上次核对是 {reviewed}。请对照现行文本核对，再改 reviewed 的日期。"
LOAD_NEVER = "没有写日期"

LOAD_CATALOGUE_TOP = "目录文件开头应是 documents（文件清单）这个键。请写成“documents:”，下面每行一个文件。"
LOAD_CATALOGUE_NAME = "目录文件的名字不对，没有读取。请改名为 {name}。"
LOAD_FORMAT = "格式写的是 {format}，文件后缀却是 {suffix}。请让两者一致，用小写，如 docx。"
LOAD_DOCUMENT_OUTSIDE = "文件 {file} 的写法不对。请写成指南文件夹里的相对路径，用 / 分隔，不能有 .. 或盘符。"
LOAD_DOCUMENT_MISSING = "文件 {file} 不在 {folder} 文件夹里。请放进去，或改正文件名。"

LOAD_ANSWER_LONG = "答案有 {count} 个字，手机上要翻好几屏。建议缩到 {long} 字以内，步骤和材料请移到 steps 和 materials。"
LOAD_NO_PHRASINGS = "没有写问法 phrasings，换个说法就可能找不到。建议写上大家实际的问法，10 条左右。"
LOAD_FEW_PHRASINGS = "问法只有 {count} 条，换个说法就可能找不到。建议写到 10 条左右。"
LOAD_NOT_REVIEWED = "没有写核对日期 reviewed。请核对内容后补上，写成 reviewed: 2026-11-22 的样子。"
LOAD_OVERDUE = "这一条在 {due} 就该复核了。请对照现行法律核对，再改 reviewed 的日期。"

# ---------------------------------------------------------------- store (admins)

STORE_LOCKED = "数据库 {path} 正被另一个程序占用。请关闭正在使用它的程序（例如数据库查看工具、备份程序），再试一次。"
STORE_FULL = "磁盘已满，数据库 {path} 写不进去。请腾出空间，再试一次。"
STORE_DAMAGED = (
    "文件 {path} 不是数据库，或者已经损坏。请停止程序，把它连同名称以 -wal、-shm 结尾的同名文件移到别处保存好，"
    "再放回备份；没有备份就直接重新启动，程序会新建一个。"
)
STORE_UNWRITABLE = (
    "数据库 {path} 打不开，或者不能写入。请让运行本程序的用户可以写入文件夹 {folder}，"
    "或用设置 JIANHUI_DATA 换一个文件夹。"
)
STORE_DISK = "读写数据库 {path} 时磁盘出错。请检查磁盘是否正常、是否还有空间，再重新启动。"
STORE_NEWER = (
    "数据库 {path} 是更新版本的程序写的（第 {found} 版，本程序只认识到第 {known} 版）。"
    "请升级本程序，或用设置 JIANHUI_DATA 换一个文件夹。"
)
STORE_CLOSED = "数据库已经关闭，程序正在退出。请重新启动后再试。"
STORE_FAILED = "数据库 {path} 出了意料之外的错误（{code}）。请重新启动；如果还出现，请把日志交给维护程序的人。"

# ---------------------------------------------------------------- Telegram (cadres)

TELEGRAM_VOICE = "我还听不了语音和录音，请把问题打成文字发给我；要找人帮忙，就发“人工”。"
TELEGRAM_PHOTO = "我还看不了图片和视频，请用文字说说想问什么；要请人看材料，就发“人工”。"
TELEGRAM_FILE = "我还读不了文件，请用文字说说想问什么；要请人看材料，就发“人工”。"
TELEGRAM_STICKER = "收到。想问什么，请直接打字，例如：多少名会员才能成立工会？"
TELEGRAM_OTHER = "这种消息我还处理不了，请用文字说说想问什么；要找人帮忙，就发“人工”。"
TELEGRAM_GROUP_HOW = (
    "大家好，我解答基层工会的常见问题。在群里问我，请先写 @{name} 再写问题，或发送“/ask 问题”，也可以直接回复我的消息。"
)
TELEGRAM_SORRY = "抱歉，这条消息没能处理好（编号 {reference}）。请过一会儿再发一次；还是不行，请把编号告诉管理员。"
TELEGRAM_INLINE_OPEN = "接着输入问题，或点这里和我私聊"
TELEGRAM_INLINE_MORE = "看全文"
TELEGRAM_MENU = {
    "topics": "看看能问哪些内容",
    "help": "怎么用",
    "human": "找人帮忙",
}
TELEGRAM_MENU_GROUP = {
    "ask": "提问，例如：/ask 多少名会员才能成立工会",
    "topics": "看看能问哪些内容",
    "help": "怎么用",
}
TELEGRAM_SHORT_DESCRIPTION = "基层工会干部的问答助手：建会、换届、经费、会员服务，用自己的话问就行。"
TELEGRAM_DESCRIPTION = (
    "建会通解答基层工会工作中的常见问题：怎样组建工会、换届选举、会员发展、经费使用等。\n\n"
    "用自己的话打字提问即可，回答都是审核过的内容，并写明依据；答不了的，可以转给工作人员。"
)

# the same, for admins: errors at the start, and the log

TELEGRAM_UNAUTHORIZED = (
    "Telegram 不认可这个令牌。请检查 JIANHUI_TELEGRAM_TOKEN 是否与 @BotFather 给出的完全一致（形如 123456:ABC），"
    "改正后重新启动。"
)
TELEGRAM_WEBHOOK_REFUSED = (
    "Telegram 不接受网址 {url}（{reason}）。请检查 JIANHUI_TELEGRAM_WEBHOOK_URL 是否是公网可访问的 https 网址，"
    "JIANHUI_TELEGRAM_WEBHOOK_SECRET 是否只含字母、数字、_ 和 -，改正后重新启动。"
)
TELEGRAM_WEBHOOK_PORT = (
    "无法在 {listen}:{port} 上监听，可能已被别的程序占用。请换一个 JIANHUI_TELEGRAM_WEBHOOK_PORT，"
    "或停掉占用它的程序后重新启动。"
)
TELEGRAM_BUTTON = "按钮的动作“{action}”为空或超过 {limit} 字节，Telegram 发不出去。请缩短它的编号。"
TELEGRAM_UNDELIVERED = "一直连不上 Telegram，这条回答还没有送出，会在恢复后或下次启动时再送。"
TELEGRAM_LOG_NO_START = "还连不上 Telegram（{reason}），{pause} 秒后再试。请检查网络；需要代理时请设置 HTTPS_PROXY。"
TELEGRAM_LOG_AWAY = "与 Telegram 的连接断了（{reason}），会一直重试，恢复后继续。"
TELEGRAM_LOG_BACK = "与 Telegram 的连接恢复了。"
TELEGRAM_LOG_CONFLICT = "另有一个程序正用同一个令牌接收消息。请停掉其中一个，或在 @BotFather 处更换令牌。"
TELEGRAM_LOG_UNREADABLE = "更新 {update} 的格式无法识别（{reason}），已跳过。如果经常出现，请升级 python-telegram-bot。"
TELEGRAM_LOG_NOT_STORED = "更新 {update} 没能存入数据库，不向 Telegram 确认，稍后重新接收。请检查磁盘空间和数据目录的权限。"
TELEGRAM_LOG_PENDING = "上次停止时还有 {count} 条更新没有回答，现在继续。"
TELEGRAM_LOG_FAILED = "处理更新 {update} 时出错，编号 {reference}。"
TELEGRAM_LOG_GIVEN_UP = "更新 {update} 试了 {attempts} 次都不成功，不再处理，编号 {reference}。"
TELEGRAM_LOG_DEADLY = "更新 {update} 已几次使程序中断，不再处理，编号 {reference}。"
TELEGRAM_LOG_REFUSED = "Telegram 拒收更新 {update} 的回答（{reason}），不再发送。"
TELEGRAM_LOG_SET_ASIDE = "更新 {update} 的回答一直送不出去（{reason}），先放下，恢复后或下次启动时再送。"
TELEGRAM_LOG_CALLBACK = "按钮的应答没有被接受（{reason}），继续回答。"
TELEGRAM_LOG_INLINE = "联想的结果没有被接受（{reason}）。"
TELEGRAM_LOG_MENU = "命令菜单没有设置成功（{reason}），沿用原来的。下次启动时再试。"

# ---------------------------------------------------------------- terminal (cadres)

CHAT_WELCOME = "建会通：直接打字提问，回复数字选择，输入“退出”结束。输入“你会什么”看能问哪些内容。"
CHAT_PROMPT = "问> "
CHAT_BYE = "再见。"
CHAT_RELATED = "相关的问题，回复数字可看："
CHAT_LEAVE = frozenset({"退出", "exit", "quit", "q", "结束"})

# ---------------------------------------------------------------- the desk (cadres)

GREETING = "您好，我是建会通，解答基层工会工作中的问题。直接打字提问就行，例如：公司只有十几个人能建工会吗"
WELCOME = (
    "我是建会通，帮基层工会干部查办事程序：建会、会员、换届、经费、集体协商、职代会、劳动争议等。",
    "直接打字提问，说得短、有错别字都没关系。一行里问两件事也可以。",
    "答案是审核过的原文，会写明依据的法律条文；没有核实的会说明，以上级工会确认为准。",
    "答完可以接着问“需要什么材料”“依据是什么”“要几天”。答不上来时，回复“人工”留给工作人员。",
)
WHO = "我是建会通，一个问答机器人。答案是审核过的文字，不会临时编写；我答不了的，回复“人工”留给工作人员。"
THANKS = "不客气。还有问题随时打字问我。"
AGREED = "好的。还有问题随时打字问我。"
BYE = "再见，有问题随时来问。"
ASK_WHAT = "请把问题打出来，例如：换届要提前多久准备"
TRADE = "工会"
"""What everything here is about: no name of a topic by itself."""
TOPICS = "我能回答这些方面的问题，回复数字或点按钮看具体内容："
TOPIC_LINE = "{title}（{count} 条）"
TOPIC_PAGE = "{title}（第 {page} 页，共 {pages} 页）。回复数字或点按钮看答案："
TOPIC_TURN = "回复“下一页”看更多，“上一页”往回翻，“目录”看全部主题。"
TOPIC_TURN_WHAT = "现在没有可以翻页的目录。回复“目录”看全部主题。"
TOPIC_MORE = "下一页"
TOPIC_BACK = "全部主题"
TOPIC_GONE = "这个主题已经没有了。回复“你会什么”看现有的主题。"
ENTRY_GONE = "这一条已经撤下或改了编号。请直接打字再问一次。"
ACTION_STALE = "这个按钮已经失效了。请直接打字再问一次。"

CHOOSE = "您问的可能是下面哪一条？回复数字或点按钮："
CHOOSE_NONE = "都不是就换个说法再问，或回复“人工”留给工作人员。"
NUMBER_NOTHING = "现在没有可以用数字选的。请直接打字提问，或回复“目录”看能问哪些内容。"
NUMBER_RANGE = "请回复 1 到 {most} 之间的数字，或者直接打字提问。"
NONE_OF_THESE = "换个说法再问一次试试；也可以回复“人工”，把问题留给工作人员。"
UNKNOWN = "我不知道。我的资料里没有能确定回答这个问题的内容，不敢乱说。"
UNKNOWN_NEAR = "最接近的是下面几条，不一定是您要的："
UNKNOWN_HUMAN = "回复“人工”可以把问题留给工作人员；也可以换个说法再问，或向上级工会咨询。"
ALSO = "您还问到“{text}”，可能是下面哪一条？回复数字或点按钮："
CASE_ASK = "{question}回复数字或点按钮："
CASE_UNSURE = "不清楚，都看看"
CASE_LABEL = "情况：{label}"
CASE_ASSUMED = "按“{label}”回答。不是这种情况，就点或回复“{other}”。"
CASE_OTHER = "换一种情况"
LIMIT_PLACE = "注意：我没有{place}的本地规定。下面是全国的规定，写明江苏的只适用于江苏；{place}的标准和办法请问当地上级工会。"
LIMIT_CITY = "注意：我没有{place}市本级的规定。下面是全国和江苏省的规定，{place}的受理窗口、标准请问当地上级工会。"
LIMIT_PAST = "注意：您问的是{year}年的，下面是现行的规定（核对于 {reviewed}），当年的规定可能不同。"
LIMIT_YEAR = "注意：您问的是{year}年的，下面的内容核对于 {reviewed}，之后有没有新规定请问上级工会。"
SEVERAL = "您问了 {count} 件事，分别回答："
EMPTY = "没有看到文字。请把问题打出来，例如：工会经费能发哪些福利"
RELATED = "相关的问题："
RELATED_NONE = "这一条没有列出相关的问题。请直接打字问。"

PARTS = {
    "materials": "材料",
    "sources": "依据",
    "steps": "步骤",
    "time": "时间",
    "money": "费用、金额",
    "where": "找谁办",
    "region": "江苏和各地的规定",
    "forms": "表格和材料",
    "related": "相关的问题",
}
PART_OF = "{question} · {part}"
PART_MISSING = "这一条没有写{part}，我不能乱说。请问上级工会，或回复“人工”留给工作人员。"

HUMAN_ASK = "请用一句话写下要问的事（时间、单位情况越清楚越好），我记下来留给工作人员。"
HUMAN_TAKEN = "已转人工，编号 {number}。问题和前面的对话都记下来了：“{text}”"
HUMAN_AFTER = "工作人员看到后会处理。着急的话，请直接联系上级工会。请不要发身份证号、电话等个人信息。"
BUTTON_HUMAN = "转人工"

BUTTON_USEFUL = "有用"
BUTTON_USELESS = "没用"
RATED_USEFUL = "谢谢反馈，很高兴帮上忙。"
RATED_USELESS = "抱歉没帮上忙。是什么原因？点按钮或直接打字说明；要找人就回复“人工”。"
REASONS = {"off": "答非所问", "wrong": "内容有错或过时", "thin": "不够具体", "hard": "看不懂"}
REASON_TAKEN = "谢谢，已记下。要把问题留给工作人员，请回复“人工”。"
RATE_WHAT = "现在没有可以评价的回答。请先打字提问。"

# ---------------------------------------------------------------- the command (admins)

CLI_ABOUT = "建会通：基层工会干部的问答助手。不写命令就是 serve。"
CLI_USAGE = "命令写得不对。运行 {prog} --help 看用法。"
CLI_USAGE_PREFIX = "用法："
CLI_POSITIONALS = "参数"
CLI_OPTIONALS = "选项"
CLI_COMMAND = "命令"
CLI_FOLDER = "文件夹"
CLI_FILE = "文件"
CLI_QUESTION = "问题"
CLI_PART = "部分"
CLI_LAW = "法律"
CLI_COMMANDS = {
    "serve": "开始服务：有令牌就接通 Telegram，没有就在终端里对话",
    "chat": "在终端里对话；也可以用管道，一行一个问题",
    "ask": "问一个问题；退出码 0 已回答，3 请选择，4 不知道",
    "check": "检查知识和指南的全部问题，给出文件和行号；有错误时退出码 1",
    "eval": "用已知答案的问题测准确率；不写文件就测自带的黄金问题",
    "bench": "测匹配的速度、内存和抗错能力",
    "handovers": "列出等人工回答的问题",
    "init": "把自带的知识和指南复制到一个文件夹，供编辑",
}
CLI_OPTIONS = {
    "help": "显示用法",
    "data": "数据库和缓存放在哪里（JIANHUI_DATA）",
    "knowledge": "知识文件夹（JIANHUI_KNOWLEDGE）",
    "guides": "指南文件夹（JIANHUI_GUIDES）",
    "json": "每行输出一个 JSON 对象",
    "law": "只列出依据这部法律的条目和是否待复核；写简称或全称",
    "question": "要问的话",
    "batch": "从文件读问题，一行一个；- 表示标准输入",
    "eval": "JSON Lines 文件，每行有 q、topic、must；不写就测自带的黄金问题",
    "save": "把结果存为以后比较的基准",
    "list": "逐条列出结果",
    "sizes": "测哪几种规模的问法数，用英文逗号隔开",
    "only": "只测一部分：speed 速度，mutations 抗错，ask 整个问答",
    "init": "要建的文件夹",
}
SERVE_LOADING = "正在载入知识。第一次或知识改动之后需要学习，大约一分钟；平时一两秒。"
SERVE_READY = "已载入 {entries} 条知识，开始服务。按 Ctrl+C 停止。"
CHAT_NO_TELEGRAM = "没有设置 Telegram 令牌（JIANHUI_TELEGRAM_TOKEN），先在终端里对话。"
ASK_WHICH = "请写一个问题，或用 --batch 给出文件，二者选一。例如：python3 run.py ask \"怎么加入工会\""
FILE_UNREADABLE = "读不了文件 {file}。请确认文件存在，并且是 UTF-8 文本。"
CHECK_SUMMARY = "共 {errors} 个错误，{warnings} 个提醒。"
LAW_HEAD = "《{law}》（{version}）"
LAW_SINCE = "{date} 起施行"
LAW_REGION = "适用：{region}"
LAW_SUPERSEDED = "已被《{law}》取代"
LAW_CHECKED = "版本比对于 {date}"
LAW_CHANGED = "换版于 {date}"
LAW_LINE = "{mark} {file}:{line} [{entry}] {articles} · {reviewed}"
LAW_DUE = "待复核"
LAW_FINE = "无变动"
LAW_NOT_REVIEWED = "没有写核对日期"
LAW_REASON = "    {reason}"
LAW_SUMMARY = "共 {count} 条依据《{law}》，其中 {due} 条待复核。"
LAW_NEAREST = "法律清单里没有“{name}”，下面按最接近的《{law}》列出。"
LAW_UNKNOWN = "法律清单 laws.yaml 里没有“{name}”，也没有相近的。请核对名称，写简称或全称，如 check --law 工会法。"
LAW_NO_LIST = "知识文件夹里没有法律清单 laws.yaml，或者里面没有可用的内容。请先登记法律，再查哪些条目依据它。"
LAW_INCOMPLETE = "知识里还有 {count} 处别的错误，清单可能不全。请运行 check 命令，改好后再列一次。"
BENCH_SIZES = "规模“{sizes}”不对。请写成 1000,10000,100000 的样子。"
HANDOVERS_SUMMARY = "共 {count} 个问题等人工回答。"
HANDOVER_HEAD = "编号 {number} · {time} · {channel}"
HANDOVER_TEXT = "  问：{text}"
HANDOVER_BEFORE = "  {time} 问过：{text}（{decision} {entry}）"
DECISIONS = {"answer": "已回答", "choose": "给出选择", "unknown": "不知道", "guide": "给出文件", "smalltalk": "闲谈"}
INIT_EXISTS = "{path} 已经存在，没有改动。请换一个文件夹，或先把它移走。"
INIT_FAILED = "没能复制到 {folder}。请检查磁盘空间和写入权限。"
INIT_DONE = "已复制 {count} 个文件到 {folder}。用 --knowledge 和 --guides，或设置 JIANHUI_KNOWLEDGE、JIANHUI_GUIDES 指向它们。"
FILE_UNWRITABLE = "写不了文件 {file}。请检查磁盘空间和写入权限。"
GOLDEN_MISSING = "没有黄金问题的文件夹 {folder}。请在 eval 后面写上文件，或从源码目录运行。"
GOLDEN_FAILED = "{folder} 里的黄金问题有错误，没有开始测。请按下面各行改正。"
GOLDEN_TOP = "黄金问题文件应是一个列表，每项写成“- q: 问题”，下面写 entry、near 或 refuse。"
GOLDEN_ENTRY = "{id} 不是任何条目的编号。请改正，或删掉。"
GOLDEN_LABEL = "每个问题要么写 entry（应答的条目），要么写 refuse: true（应不回答），二者选一。"
GOLDEN_REFUSE = "（应不回答）"
GOLDEN_MISS = "✗ {file}:{line}\t{text}\t{outcome}\t应为 {wanted}"
GOLDEN_CONFUSED = "混淆：应为 {wanted}，答成 {got}（{count} 次）"
GOLDEN_MOVED = "变化：{text}\t原来 {before}\t现在 {after}"
GOLDEN_NAMES = {
    "right": "黄金问题，答对或列出",
    "right_outright": "其中直接答对",
    "near_avoided": "相近的没有误答",
    "refused": "应不回答的没有直接回答",
}
EVAL_LINE = "{file} 第 {line} 行读不了。每行应是一个 JSON 对象，有 q（问题）、topic（主题）和 must（正则表达式的列表）。"
EVAL_COUNT = "{name}：{many} / {of}（{share}）"
EVAL_NAMES = {
    "matched": "本业问题，回答或候选里有正确答案",
    "matched_known": "其中不算“不知道”里列的",
    "matched_outright": "其中直接答对",
    "ours_answer": "本业问题，直接回答",
    "ours_choose": "本业问题，给出选择",
    "ours_unknown": "本业问题，不知道",
    "near_domain_answer": "近邻问题，直接回答",
    "near_domain_choose": "近邻问题，给出选择",
    "near_domain_unknown": "近邻问题，不知道",
    "out_of_domain_answer": "无关问题，直接回答（应为 0）",
    "out_of_domain_choose": "无关问题，给出选择",
    "out_of_domain_unknown": "无关问题，不知道",
}

# ---------------------------------------------------------------- the benchmarks (admins)

BENCH_SPEED = "【速度】{entries} 个条目，{size} 种问法，不用语义编码器，单线程"
BENCH_SPEED_COLUMNS = ("方法", "建立(秒)", "内存(MB)", "p50(毫秒)", "p99(毫秒)", "首位正确", "问题数")
BENCH_OURS = "建会通"
BENCH_ABSENT = "{name}：没有安装（要一起比，先运行 .venv/bin/python -m pip install -e '.[bench]'）"
BENCH_BROKE = "{name}：测到一半进程退出了，多半是内存不够"
BENCH_SPEED_NOTE = "每种方法单独一个进程。建立时间和内存（RSS 增量）含载入程序库；一问的时间含规范化，问三遍取最快的一遍；问满 {seconds:.0f} 秒就不再问。问法由知识重组而成，问题是没有存入的问法再加错字。"
BENCH_SLIPS = "【抗错】知识里的 {count} 种问法，每种各错一处，条目仍排第一的比例。不用语义编码器："
BENCH_SLIPS_ENCODER = "用语义编码器，抽 {count} 种问法："
BENCH_SLIPS_COLUMNS = ("错法", "仍在首位", "没找到", "共")
BENCH_KINDS = {"homophone": "同音字", "dropped": "漏一字", "doubled": "多打一字", "swapped": "前后颠倒", "traditional": "繁体字"}
BENCH_ALL = "合计"
BENCH_NO_ENCODER = "语义编码器没有安装或已关闭（JIANHUI_ENCODER），只测不用它的。"
BENCH_WITH = "用语义编码器"
BENCH_WITHOUT = "不用语义编码器"
BENCH_ASK = "【整个问答】{entries} 个条目，{encoder}，数据库在磁盘上，问 {count} 个带一处错的问题"
BENCH_ASK_TIMES = "从收到问题到给出回复：p50 {p50:.1f} 毫秒，p99 {p99:.1f} 毫秒；第一问（载入模型）{first:.0f} 毫秒"
BENCH_ASK_MEMORY = "进程内存（RSS，含 Telegram 通道的程序）：{memory:.0f} MB，其中 {mapped:.0f} MB 是文件映射，内存紧张时系统会收回"
