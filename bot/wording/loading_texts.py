"""Loading knowledge and guides, and what is wrong with them; for admins."""

from __future__ import annotations

LOAD_KEYS = {
    "topic": "主题",
    "turns": "轮次",
    "press": "点的按钮",
    "wait": "隔几分钟",
    "must": "回复里必须有的",
    "must_not": "回复里不能有的",
    "decision": "判断",
    "inquiry": "是否转给人",
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
    "aliases": "别称",
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
    "retired": "停用日期",
    "evidence": "佐证",
    "claim": "规定内容",
    "seen": "见于",
    "address": "网址或地址",
    "published": "网页日期",
    "read": "查看日期",
    "documents": "文件清单",
    "title": "标题",
    "kind": "种类",
    "files": "文件",
    "source": "源文件",
    "date": "日期",
    "changes": "修改内容",
    "about": "用处",
    "form": "文件编号",
    "intro": "开场白",
    "fields": "要问的内容",
    "type": "类型",
    "example": "例子",
    "why": "填写原因",
    "optional": "可以跳过",
    "most": "至多",
    "unit": "单位",
    "choices": "可选的",
    "columns": "各列",
    "checks": "核对",
    "rule": "规则",
    "say": "出错提示",
    "warn": "只提醒",
    "left": "左边",
    "right": "右边",
    "parts": "各部分",
    "total": "合计",
    "field": "哪一项",
    "values": "值",
    "list": "哪个名单",
    "number": "人数",
    "more": "多几个",
    "days": "天数",
    "computed": "自动算出的空格",
    "strokes": "按哪一列的姓氏笔画排",
    "who": "写姓名的那一列",
    "where": "看哪一列",
    "only": "只看这几个值",
    "against": "另外的值",
    "compare": "怎么比",
    "count": "几个",
    "bands": "档位",
    "years": "任期",
    "percent": "百分比",
    "right-parts": "另一边的各部分",
    "one-page": "打印成一页",
    "headline": "印在纸上的标题",
    "papers": "各份",
    "handwritten": "手写的",
    "joined": "不另起一页的章",
    "website": "网址",
    "hours": "办公时间",
    "telephone": "电话",
    "boxes": "各格",
    "links": "连线",
    "at": "位置",
    "size": "大小",
    "look": "样子",
    "to": "到哪一格",
    "plain": "不带箭头",
    "total-by": "按哪一列分开合计",
    "open": "填好的也可以改",
    "is": "是",
    "ask": "先问",
    "variants": "分情况的答案",
    "when": "情况",
    "cases": "情况清单",
    "name": "名字",
    "contacts": "通讯录",
    "areas": "管辖范围",
    "own": "本级",
    "phone": "电话",
    "figures": "本地标准",
    "unfilled": "未填时的说明",
    "value": "标准",
    "options": "选项",
    "label": "选项文字",
    "words": "说法",
    "counts": "统计对象",
    "least": "至少",
    "under": "少于",
    "q": "问题",
    "entry": "应答的条目",
    "near": "相近但不对的条目",
    "refuse": "应不回答",
    "among": "都在其中",
    "part": "一节",
    "none": "不是要文件",
    "format": "格式",
    "purpose": "做什么用",
    "lists": "下拉选项",
    "items": "各项",
    "sheets": "工作表",
    "color": "标签颜色",
    "landscape": "横向",
    "height": "行高",
    "rows": "行数",
    "freeze": "冻结几列",
    "filter": "筛选",
    "above": "表头上方的空格",
    "filled": "已填好的行",
    "sign": "签字栏",
    "notes": "表下说明",
    "width": "列宽",
    "note": "填写提示",
    "required": "必填",
    "formula": "公式",
    "show": "显示成",
    "empty": "空表时的结果",
    "after": "不早于哪一列",
    "start": "从哪一列算起",
    "add": "加多久",
    "of": "哪一列的提醒",
    "ahead": "提前几天提醒",
    "unless": "办结的条件",
    "wide": "占整行",
    "heading": "小标题",
    "cells": "要填的格",
    "dates": "到期事项",
    "overview": "各表总览",
    "lines": "各行",
    "head": "表头",
    "spans": "各列占几格",
    "toc": "目录",
    "layout": "版式",
    "blanks": "手写的空格",
    "each": "逐行的名单",
    "blank": "空行",
    "span": "占几列",
    "text": "文字",
    "align": "对齐",
    "roles": "人和身份",
    "events": "发生的事",
    "things": "事物",
    "aspects": "问哪方面",
    "denials": "否定",
}
LOAD_EXAMPLES = {
    "turns": "- say: 换届要什么材料",
    "variants": "- when: under-25",
    "cases": "- name: members",
    "roles": "- {name: 工会主席, words: [工会主席, 主席]}",
    "events": "- {name: 辞退, words: [辞退, 解雇]}",
    "things": "- {name: 会费, words: [会费]}",
    "aspects": "- {name: 多少, words: [多少, 几个]}",
    "denials": "- {name: 不准, words: [不能, 不得]}",
    "options": "- {name: under-25, label: 不足25人}",
    "entries": "- id: setup-members",
    "sources": "- {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}",
    "contacts": "- {id: kunshan, name: 昆山市总工会, areas: [昆山]}",
    "figures": "- {id: hospital-visit, about: 住院慰问标准, unfilled: 标准请咨询上级工会。}",
    "laws": "- {title: 中华人民共和国工会法, short: 工会法, version: 2021修正}",
    "evidence": "- law: 工会基层组织选举工作条例",
    "seen": "- title: 某大学工会网页",
    "documents": "- {id: setup-guide, title: 建会指南, files: [建会指南.docx]}",
    "fields": "- {name: 单位全称, ask: 单位全称是什么？}",
    "boxes": "- {name: 开始, at: 2 0, size: 8 2, text: 数会员}",
    "links": "- {from: 开始, to: 结束}",
    "papers": "- form: setup-request",
    "checks": "- {rule: at-most, left: 女职工数, right: 职工总数, say: 女职工人数不能多于职工总数。}",
    "computed": "- {name: 缺席人数, rule: difference, left: 应到人数, right: 实到人数}",
    "columns": "- {name: 性别, choices: [男, 女]}",
    "lists": "- {name: 性别, items: [男, 女]}",
    "sheets": "- name: 会员名册",
    "parts": "- heading: 基本信息",
    "cells": "- {name: 工会名称}",
    "dates": "- {name: 换届到期, formula: '{组织信息.届满日期}'}",
    "filled": "- {月份: 1月}",
}
LOAD_UNCONFIRMED_WORDS = "以上级工会确认为准"
LOAD_PLACE = "{file} 第 {line} 行"
LOAD_PROBLEM = "{place}：{message}"
LOAD_FAILED = "知识库有 {count} 处错误，不能启用。第一处：{first} 运行 python3 run.py check 可查看全部（不是从源码目录运行的，用 jianhui check），改正后再试。"
LOAD_TOO_MANY = "这个文件的问题太多，只列出前 {most} 个。请先改好这些，再检查一次。"
LOAD_NEAR = "是否应为 {near}？请改正。"

LOAD_FOLDER_UNREADABLE = "打不开文件夹 {path}：{why}。请核对路径和权限，或用 --knowledge、--guides 指定正确的文件夹。"
LOAD_FOLDER_EMPTY = "文件夹 {path} 里没有知识文件。请放进至少一个 .yaml 文件，或用 --knowledge 指定正确的文件夹。"
LOAD_FOLDER_NAMED_FILE = "这是文件夹，名称却像知识文件。请给文件夹改名，去掉末尾的 .yaml 或 .yml。"
LOAD_FOLDER_LINK = "这是指向其他文件夹的链接，没有读取。请把里面的文件直接放到这里。"
LOAD_FILE_UNREADABLE = "打不开这个文件：{why}。请检查文件后再试。"
LOAD_WHY_GONE = "找不到文件，可能刚被删除或改名，也可能是失效的链接"
LOAD_WHY_RIGHTS = "没有读取权限"
LOAD_WHY_NOT_FOLDER = "它不是文件夹"
LOAD_WHY_OTHER = "系统报告错误 {number}，可能是磁盘故障，或链接互相指向"
LOAD_WHY_NOT_PLAIN = "这个名称现在是{kind}，不是普通文件"
LOAD_WHY_LARGE = "文件有 {size} MiB，超过了 {most} MiB 的上限"
LOAD_KIND_FOLDER = "文件夹"
LOAD_KIND_PIPE = "命名管道"
LOAD_KIND_SOCKET = "套接字"
LOAD_KIND_DEVICE = "设备"
LOAD_FILE_IGNORED = "这是隐藏文件或编辑器留下的临时文件，没有读取。如不需要，请删除。"
LOAD_FILE_SPECIAL = "这不是普通文件，不能读取。请将它移出知识文件夹。"
LOAD_FILE_DOUBLE_SUFFIX = "文件名的后缀有误，机器人不会读取。请改名为 {name}。"
LOAD_FILE_TABLE = "机器人不读表格文件。请把内容按条目写进 .yaml 文件，再把表格移出知识文件夹。"
LOAD_FILE_DOCUMENT = "机器人不读文档文件。供人下载的文件请放进 guides 文件夹；里面的答案请按条目写进 .yaml 文件。"
LOAD_FILE_TEXT = "机器人只读 .yaml 文件。如果这是知识，请按条目格式写好并把后缀改为 .yaml；如果不是，请移出知识文件夹。"
LOAD_FILE_STRANGER = "不支持这种文件，机器人只读 .yaml 文件。请将它移出知识文件夹。"
LOAD_FILE_LARGE = "文件有 {size} MiB，超过了 {most} MiB 的上限，没有读取。请按主题拆成几个文件。"
LOAD_FILE_DISGUISED = "内容是 {format} 文件，只是改了后缀，不能读取。请用记事本新建文本文件，按条目格式写。"
LOAD_FILE_BINARY = "内容不是文本，不能读取。请用记事本或 WPS 另存为纯文本（UTF-8 编码），或把它移出知识文件夹。"
LOAD_FILE_EMPTY = "文件里没有内容。请参照其他知识文件填写，或删除这个文件。"
LOAD_ENCODING = "文件的编码像是 {encoding}，应是 UTF-8。请用记事本或 WPS 打开，选“另存为”，类型选纯文本，编码选 UTF-8。"
LOAD_ENCODING_GB = "GB18030（也叫 GBK、ANSI）"
LOAD_ENCODING_BROKEN = "这一行有乱码，不是 UTF-8 编码。请改正这一行，并用记事本另存为 UTF-8 编码。"

LOAD_CHARACTER = "这一行有不可见字符或乱码 {code}，可能是从网页或 PDF 复制时带入的。请删除后重新输入。"
LOAD_CHARACTERS = "从这一行起有 {count} 处以上不可见字符或乱码，文件可能已损坏。请用完好的文件替换。"
LOAD_TAB = "缩进用了制表符（Tab 键），共 {count} 处。请全部换成空格，每一级缩进两个空格。"
LOAD_DIRECTIVE = "一行不能以 % 开头，共 {count} 处。请删除这样的行；如果是正文，请缩进两个空格或加引号。"
LOAD_DEEP = "列表和条目嵌套超过 {deepest} 层，可能有多余的括号、短横线或问号。请删除；如果是正文，请给整个值加引号。"
LOAD_NODES = "文件里的内容超过 {most} 项，后面的没有读取。请检查是否粘贴了多余的内容，或按主题拆成几个文件。"
LOAD_ALIAS = "不能用 {name} 这样的引用记号（以 & 或 * 开头）。请把内容直接写出来；如果是正文，请给整个值加引号。"
LOAD_TAG = "不能用 {tag} 这样的类型标记（以 ! 开头）。请删除；如果是正文，请给整个值加引号。"
LOAD_DOCUMENTS = "一个文件只能有一份内容，这里又开始了一份。请删除 --- 这一行，或拆成两个文件。"
LOAD_COLON_WIDE = "{key} 后面是中文冒号“：”。请改成英文冒号，再加一个空格，写成“{key}: ”。"
LOAD_COLON_TIGHT = "{key} 的冒号后面没有空格。请在冒号后加一个空格，写成“{key}: ”。"
LOAD_DASH_WIDE = "列表的短横线不是键盘上的减号。请换成英文减号，再加一个空格，写成“- ”。"
LOAD_DASH_TIGHT = "列表的短横线后面没有空格。请在短横线后加一个空格，写成“- ”。"

LOAD_YAML_COLON = "这一行冒号有误：如果值里有冒号加空格，请给整个值加引号；如果缩进过多，请与上一行的键对齐。"
LOAD_YAML_NO_COLON = "这一行缺少英文冒号。键后面要写英文冒号和一个空格；如果是上一行正文的续行，请多缩进两个空格。"
LOAD_YAML_QUOTE = "从这一行开始的引号没有结束。请在值的末尾补上同样的英文引号，或删除开头的引号。"
LOAD_YAML_START = "值不能以这个符号开头（如 @ ` % ! ? 或括号、逗号），制表符也不行。请给整个值加英文引号。"
LOAD_YAML_STAR = "值不能以 * 或 & 开头。请给整个值加英文引号，或删除这个符号。"
LOAD_YAML_ESCAPE = "双引号里的反斜杠 \\ 用法有误。请删除反斜杠，或把双引号换成单引号。"
LOAD_YAML_BRACKET = "从这一行开始的方括号有误。请检查：各项用英文逗号隔开，末尾有 ]；正文以 [ 开头时请给整个值加引号。"
LOAD_YAML_BRACE = "从这一行开始的花括号有误。请检查：用英文逗号隔开，冒号后有空格，末尾有 }；值里有逗号时请加引号。"
LOAD_YAML_FLOW = "这里仍在括号 [ 或 { 之内，写法有误。请检查前面的括号是否已结束；正文以括号开头时请给整个值加英文引号。"
LOAD_YAML_DASH = "这里应是列表的下一项，或缩进不齐。列表每项以“- ”开头，同一列表的短横线要上下对齐。"
LOAD_YAML_INDENT = "这一行的缩进与前面不齐，或一个值的引号后面还有其他文字。请与同级的键对齐；值里有引号时请改用中文引号“”。"
LOAD_YAML_LIST_HERE = "列表不能写在键的同一行。请在键的冒号后换行，每项另起一行，以“- ”开头。"
LOAD_YAML_BLOCK = "竖线 | 或大于号 > 后面不能有文字。请把正文移到下一行，并缩进两个空格。"
LOAD_YAML_OUTSIDE = "这一行不属于前面的内容，可能是缩进没有对齐。请让 topic 和 entries 都顶格写。"
LOAD_YAML_OTHER = "这一行附近格式有误，无法继续读取。请检查缩进、冒号、引号和括号，可参照其他知识文件修改。"

LOAD_TOP = "文件开头应是 topic（主题）和 entries（条目）两个键。请参照其他知识文件填写。"
LOAD_KEY_NOT_TEXT = "键应是一个英文单词，这里是列表或括号。请删除多余的 ? 或括号；如果是正文，请给整个值加引号。"
LOAD_KEY_TWICE = "键 {key} 写了两次，第一次在第 {line} 行。请合并成一个，或删除一个。"
LOAD_KEY_UNKNOWN = "无法识别的键 {key}。"
LOAD_KEY_NEAR = "是否应为 {near}？请改正。"
LOAD_KEY_MERGE = "不支持合并写法。请直接写出内容。"
LOAD_KEY_CHOICE = "可用的键有：{keys}。请改正；如果它是前一个值的一部分，请给那个值加引号。"
LOAD_KEY_MISSING = "缺少 {key}（{name}）。请补上一行，写成“{key}: 内容”。"
LOAD_EMPTY = "{key} 没有内容。请补上内容，如不需要请删除。"
LOAD_TEXT_WANTED = "{key} 应是一段文字，这里是列表或键值。请直接写文字；文字里有冒号加空格时，请给整个值加引号。"
LOAD_TEXT_LONG = "{key} 有 {count} 个字，最多 {most} 个。请缩短或拆开。"
LOAD_ONE_LINE = "{key} 只能写一行。请把换行去掉。"
LOAD_LIST_WANTED = "{key} 应是列表。请换行，每项另起一行，以“- ”开头。"
LOAD_LIST_LONG = "{key} 有 {count} 项，最多 {most} 项。请删减，或拆成几个条目。"
LOAD_ITEM_TABLE = "{key} 的这一项应是文字，却读成了键值，可能是值里有冒号加空格。请给整个值加引号。"
LOAD_ITEM_LIST = "{key} 的这一项应是文字，却读成了列表。请只留一个短横线；文字以 [ 开头时请给整个值加引号。"
LOAD_TABLES_WANTED = "{key} 应是列表。请换行，每项另起一行，按“{example}”的格式写。"
LOAD_TABLE_WANTED = "{key} 的这一项格式有误。每项应按“{example}”的格式写，冒号用英文冒号并加空格。"

LOAD_ID = "编号 {id} 不合要求。编号只能用小写英文字母、数字和减号，3 到 48 个，请改正。"
LOAD_ID_TWICE = "编号 {id} 已用在 {other}。每个编号只能用一次，请换一个。"
LOAD_TOPIC_TWICE = "主题“{title}”已用在 {other}。请合并成一个文件，或换一个主题名。"
LOAD_STATUS = "状态 {status} 不对。只能写 verified（已对照法条原文）、national（国家规定已核对，江苏另有条例未见全文）、reported（转述一致，未见原文）、unconfirmed（尚未核实）或 practice（经验做法）。"
LOAD_DATE = "日期 {date} 格式有误。请按 2026-11-22 的格式填写。"
LOAD_DATE_FUTURE = "核对日期 {date} 晚于今天（{today}）。请写实际核对的日期；如果日期没错，请校准电脑的时钟。"
LOAD_DAYS = "复核天数 {days} 有误。请写 1 到 {most} 之间的整数，如 365，不写单位。"
LOAD_LAW_QUOTED = "法律名称不要加书名号，显示时会自动加上。请删除《 和 》。"
LOAD_ARTICLE = "条号 {article} 格式有误。请用汉字数字，如“第十一条”或“第十一条之一第二款第（一）项”，每个条文写一项。"
LOAD_SOURCE_TWICE = "这条依据与第 {line} 行的相同。请删除一条。"
LOAD_VERIFIED_NO_SOURCE = "状态是 {status}（已核对），却没有写 sources（依据）。请补上依据，或把状态改为 unconfirmed。"
LOAD_VERIFIED_UNSURE = "状态是 {status}（已核对），正文却说“{words}”。请删掉这句话，或把状态改为 unconfirmed。"
LOAD_REPORTED_SILENT = "状态是 reported（转述一致，未见原文），却没有佐证。请在 {file} 里写明两个以上网站的原话，条文与 sources（依据）里的一致；或者把状态改为 unconfirmed。"
LOAD_NO_WORDS = "“{text}”里没有可供查找的文字。请写实际的问法，或删除。"
LOAD_WORDING_TAKEN = "问法“{text}”已属于条目 {id}（{other}，“{same}”），机器人无法判断该答哪一条。请改写或删除其中一个。"
LOAD_WORDING_REPEATED = "问法“{text}”与第 {line} 行的“{same}”相同（标点、空格、客套话不算）。请删除一个。"
LOAD_RELATED_UNKNOWN = "related 里的 {id} 不是现有条目的编号。"
LOAD_RELATED_REMOVE = "请改成已有的编号，或删除。"
LOAD_RELATED_SELF = "related 里写了条目自己。请删除。"
LOAD_REFERENCE_TWICE = "{id} 写了两次。请删除一个。"
LOAD_GUIDE_UNKNOWN = "guides 里的 {id} 不在指南目录 catalogue.yaml 里。"
LOAD_GUIDE_NEAR = "是否应为 {near}（{title}）？请改正。"
LOAD_GUIDE_ADD = "请先把文件登记进 guides/catalogue.yaml，或从条目里删除。"

LOAD_ASK_ALONE = "写了 ask（先问）却没有 variants（分情况的答案）。请补上每种情况的答案，或删除 ask。"
LOAD_VARIANTS_ALONE = "写了 variants（分情况的答案）却没有 ask（先问）。请补上 ask，写明 cases.yaml 里对应问题的名称。"
LOAD_WHEN_TWICE = "情况 {when} 与第 {line} 行的相同。每种情况只能写一次，请合并或改正。"
LOAD_ASK_UNKNOWN = "ask 里的 {name} 不是 cases.yaml 里的问题。"
LOAD_WHEN_UNKNOWN = "when 里的 {name} 不是这个问题的选项。"
LOAD_NAMES = "可用的有：{names}。请改正。"
LOAD_CONDITIONS_TOP = "情况清单开头应是 cases 这个键。请写成“cases:”，下面每个问题一项，每项以“- name:”开头。"
LOAD_CONDITIONS_NAME = "这像是情况清单，但位置或名称有误。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_TERMS_TOP = (
    "用词表开头应是 roles、events、things、aspects、denials 这些键。请写成“roles:”，下面每个词一项，每项以“- name:”开头。"
)
LOAD_TERMS_NAME = "这像是用词表，但位置或名称有误。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_TERM_TWICE = "“{word}”已写在 {other}。每个名字、每个词只能写一次，请删去一处。"
LOAD_TERM_EMPTY = "“{word}”里没有汉字、字母或数字，认不出来。请改正或删去。"
LOAD_OPTIONS_COUNT = "选项有 {count} 个，应有 {fewest} 到 {most} 个。请增减。"
LOAD_COUNTS_MISSING = "选项按人数分（least、under），却没有写 counts（统计对象）。请补上，按“counts: [会员]”的格式写。"
LOAD_COUNT = "{key} 写的是 {value}，应是 1 到 999999 之间的整数，如 25，不写单位。"

LOAD_LAWS_TOP = "法律清单开头应是 laws 这个键。请写成“laws:”，下面每部法律一项，每项以“- title:”开头。"
LOAD_LAWS_NAME = "这像是法律清单，但位置或名称有误。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_LAW_TWICE = "“{name}”已用在 {other}。一个全称或简称只能对应一部法律，请合并为一项，或改用其他简称。"
LOAD_LAW_BOTH = "{version} 写在 version 里，是现行版本，不能又写在 before（旧版本）里。请从其中一处删除。"
LOAD_LAW_NOT_YET = "这个版本从 {date} 才施行，今天是 {today}。version 只写现行的版本，请到施行之日再改；如果日期有误，请改正。"
LOAD_LAW_FUTURE = "{key} 的日期 {date} 晚于今天（{today}）。请写实际的日期；如果日期没错，请校准电脑的时钟。"
LOAD_LAW_CIRCLE = "“{law}”与取代它的法律形成循环，没有一部现行有效。请检查 superseded_by，从现行有效的那部中删除。"
LOAD_CITED_UNKNOWN = "“{law}”不在法律清单 laws.yaml 里。"
LOAD_CITED_NEAR = "是否应为“{near}”？请写全称。"
LOAD_CITED_ADD = "请核对全称；如果无误，请先登记到 laws.yaml。"
LOAD_CITED_BEFORE = (
    "{version} 是《{law}》的旧版本，现行的是 {current}，这一条待复核。请对照现行文本核对内容和条号，再改 version 和 reviewed。"
)
LOAD_CITED_VERSION = "《{law}》没有登记 {version} 这个版本，现行的是 {current}，这一条待复核。请核对后改正 version；如果它是旧版本，也请写入 laws.yaml 的 before。"
LOAD_CITED_REPLACED = "《{law}》已被《{by}》（{version}）取代，这一条待复核。请对照现行法律核对内容，并改引现行法律。"
LOAD_CITED_CHANGED = (
    "待复核：《{law}》在 {changed} 换成了 {version}，这一条上次核对是 {reviewed}。请对照现行文本核对，再改 reviewed 的日期。"
)
LOAD_NEVER = "未写日期"

LOAD_EVIDENCE_TOP = "佐证清单开头应是 evidence 这个键。请写成“evidence:”，下面每条规定一项，每项以“- law:”开头。"
LOAD_EVIDENCE_NAME = "这像是佐证清单，但位置或名称有误。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_EVIDENCE_COPIES = "只有 {count} 个网站的文本，至少 {fewest} 个不同网站说法一致才算转述一致。请补充，或删除这一项并把有关条目的状态改为 unconfirmed。"
LOAD_EVIDENCE_ADDRESS = "网址 {address} 格式有误。请写完整的网址，以 http:// 或 https:// 开头。"
LOAD_EVIDENCE_LAW = "《{law}》（{version}）不在法律清单 laws.yaml 里，或者不是现行版本。请核对全称和版本，或先登记。"
LOAD_EVIDENCE_UNUSED = "没有条目用到这一项佐证。请删除，或在有关条目的依据里写上这一条。"

LOAD_CATALOGUE_TOP = "目录文件开头应是 documents（文件清单）这个键。请写成“documents:”，下面每行一个文件。"
LOAD_CATALOGUE_NAME = "目录文件的名称有误，没有读取。请改名为 {name}。"
LOAD_FORMAT = "文件 {file} 的格式不支持。可用的后缀：{formats}。"
LOAD_KIND = "种类“{kind}”有误。只能写 {kinds} 之一。"
LOAD_DOCUMENT_OUTSIDE = "文件 {file} 的路径有误。请写相对路径，用 / 分隔，不能有 ..、盘符或不可见字符，名称不能以 . 开头。"
LOAD_DOCUMENT_SIZE = "文件 {file} 是空的，或超过 {most} MB，无法发送。请换一个文件。"
LOAD_OFFERED_UNKNOWN = "条目 {id} 不存在，请核对编号。"
LOAD_FORM_TOP = "开头应是 form（文件编号）和 fields（要问的内容）这两个键。"
LOAD_FORM_UNKNOWN = "文件编号 {id} 不在 catalogue.yaml 里。请改正，或先把文件登记进去。"
LOAD_FORM_TWICE = "文件 {id} 已由 {other} 填写。请删除其中一个。"
LOAD_FORM_NAME = "名称 {name} 不能使用。只能用汉字、字母和数字，以汉字或字母开头，不超过 20 个字。"
LOAD_FORM_NAME_TWICE = "名称 {name} 重复。请修改其中一个。"
LOAD_FORM_TYPE = "类型“{type}”有误。只能写 {types} 之一。"
LOAD_FORM_COUNT = "{key} 写的是 {value}。请写成整数，如 3。"
LOAD_FORM_YES = "{key} 写的是 {value}。只能写 true 或 false。"
LOAD_FORM_CHOICES = "type 是 choice 时要写 choices（可选的），至少两个；其他类型不写。"
LOAD_FORM_COLUMNS = "type 是 list 时要写 columns（各列），至少一个；其他类型不写。"
LOAD_FORM_RULE = "规则“{rule}”有误。只能写 {rules} 之一。"
LOAD_FORM_REFERENCE = "{key} 写的“{name}”不是这张表的填写项，或类型有误。请核对名称。"
LOAD_FORM_WHEN = (
    "when 要和 is 或 from、under 一起写：选一项的写 is（可选的里面的值），数字的写 from（从几起）或 under（不到几）。"
)
LOAD_FORM_VALUES = "{values} 不在可选项或各列之中，这条规则不起作用。请按 choices 或 columns 填写。"
LOAD_FORM_SHARE = "{key} 写的是 {value}。请写成分数，如 2/3。"
LOAD_FORM_WHERE = "where（看名单的哪一列）要和 only（这一列是哪几个值）一起写，只能用在名单上。"
LOAD_FORM_NUMBER = "number（和哪一项的数比）和 count（直接写的数）要写其中一个。"
LOAD_FORM_BAND = "bands 里写的是 {value}。请写成“25-200: 3-7”的样子：会员从几到几，应当是几到几。"
LOAD_FORM_TEMPLATE = "没有找到模板 {file}。请运行 jianhui guides build 生成，或放进一个写有 {{{{名称}}}} 空格的 Word 文件。"
LOAD_DOCUMENT_MISSING = "文件 {file} 不在 {folder} 文件夹里。请放进去，或改正文件名。"

LOAD_ANSWER_LONG = "答案有 {count} 个字，在手机上要翻好几屏。建议缩减到 {long} 字以内，步骤和材料请移到 steps 和 materials。"
LOAD_NO_PHRASINGS = "没有写问法 phrasings，换个说法可能就找不到。建议补充大家实际的问法，10 条左右。"
LOAD_FEW_PHRASINGS = "问法只有 {count} 条，换个说法可能就找不到。建议增加到 10 条左右。"
LOAD_NOT_REVIEWED = "没有写核对日期 reviewed。请核对内容后补上，格式如 reviewed: 2026-11-22。"
LOAD_OVERDUE = "这一条应在 {due} 复核，已过期。请对照现行法律核对，再更新 reviewed 的日期。"
LOAD_RELATED_RETIRED = "{id} 已停用（{other}），不再显示。请从这里删除，或换成其他条目。"
