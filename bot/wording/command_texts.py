"""The command and its options; for admins."""

from __future__ import annotations

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
CLI_WORDS = "词"
CLI_ID = "编号"
CLI_MONTH = "月份"
CLI_ADMIN = "管理员"
CLI_COMMANDS = {
    "serve": "开始服务：打开网页；有令牌就接通 Telegram，没有就同时在终端里对话",
    "chat": "在终端里对话；也可以用管道，一行一个问题",
    "ask": "问一个问题；退出码 0 已回答，3 请选择，4 不知道",
    "law": "看法律原文：law 工会法 11 看一条，law 竞业限制 按词找；没有找到时退出码 4",
    "report": "一个月的问答情况通报，可以写成 Word 或 Excel",
    "check": "检查知识和指南的全部问题，给出文件和行号；有错误时退出码 1",
    "eval": "用已知答案的问题测准确率；不写文件就测自带的黄金问题",
    "bench": "测匹配的速度、内存和抗错能力",
    "handovers": "列出等人工回答的问题",
    "setaside": "列出收到后无法处理、已另存的消息和原因",
    "preview": "改好的知识启用以前，先看哪些问题会得到不同的回答；退出码 0 没有变差，1 可能变差，2 改坏了黄金问题或文件有错",
    "export": "把知识导出成 Excel 表或 csv，供编辑",
    "import": "把改好的表导入，先预览；也能从 Word 问答和聊天记录里找出候选",
    "backup": "把数据库、知识和指南备份成一个 zip 文件，机器人运行时也可以备份；写完会核对",
    "health": "看运行状况：待答复的消息、知识版本、磁盘、备份；有问题时退出码 1",
    "restore": "从备份恢复；不完整的备份不恢复，原来的数据库改名保留",
    "init": "把自带的知识、指南和黄金问题复制到一个文件夹，供编辑",
    "guides": "供下载的指南和表格：列出、存出来、通知有新版、由源文件生成",
    "login": "给出一次性的网址，用它登录管理后台",
    "offline": "把条目、文件目录和查找功能写成一个网页文件，没有网络也能用",
    "fill": "用数据文件填好一份表，存成 Word；不写编号列出能填的，不写数据文件给一份空的",
}
CLI_GUIDES = {
    "list": "列出可以下载的文件，以及各被要过几次",
    "get": "把一份文件存出来",
    "announce": "告诉要过旧版的人：有了新版，改了什么",
    "build": "由源文件生成目录里的全部文件和模板；写了编号就只生成这几份",
}

CLI_OPTIONS = {
    "help": "显示用法",
    "month": "哪个月，例如 2026-11；不写就是本月",
    "report": "写成 .docx（Word）或 .xlsx（Excel）文件；不写就显示出来",
    "data": "数据库和缓存放在哪里（JIANHUI_DATA）",
    "knowledge": "知识文件夹（JIANHUI_KNOWLEDGE）",
    "guides": "指南文件夹（JIANHUI_GUIDES）",
    "json": "每行输出一个 JSON 对象",
    "against": "和哪一版比较：文件夹，或 git 版本；不写是现在启用的一版",
    "questions": "重放最近问过的多少个不同问题，不写是 5000",
    "law": "只列出依据这部法律的条目和是否待复核；写简称或全称",
    "force": "文件已经存在时直接替换；不写就先问，没人可问就不动",
    "all": "同类的提醒全部列出；不写每类列 10 处",
    "fresh": "数据库损坏又没有备份时，把它改名保留，从空的数据库开始",
    "backup": "备份文件",
    "prometheus": "输出给 Prometheus 读的文本",
    "restore": "恢复到这个空文件夹；不写就恢复到现在的数据文件夹",
    "question": "要问的话",
    "words": "法律和条号，或者要找的词",
    "batch": "从文件读问题，一行一个；- 表示标准输入",
    "eval": "JSON Lines 文件，每行有 q、topic、must；不写就测自带的黄金问题",
    "save": "把结果存为以后比较的基准",
    "raw": "连同收到的原文（可能含个人信息）",
    "again": "全部放回去，下次启动时重新处理",
    "list": "逐条列出结果",
    "conversations": "按脚本测整段对话：每轮回复里该有和不该有的；写文件或文件夹，不写就测自带的；有不符的退出码 1",
    "documents": "测要文件的问法：给没给对文件；不写文件就测自带的两份",
    "sizes": "测哪几种规模的问法数，用英文逗号隔开",
    "only": "只测一部分：speed 速度，mutations 抗错，ask 整个问答，cases 没答上来的问题归类，law 看条文，leaning 离开上文看不懂的话，length 发出的字数",
    "init": "要建的文件夹",
    "build": "目录里的编号；不写就是全部",
    "document": "文件的编号，见 guides list",
    "format": "要哪种格式，如 docx、pdf、xlsx；不写就是第一种",
    "out": "存到哪里：文件名或文件夹；不写就存到下载文件夹（JIANHUI_DOWNLOADS）",
    "dry-run": "只算有多少人，不发",
    "who": "以谁的身份登录，写 JIANHUI_ADMINS 里的编号；不写就是第一个管理角色的",
    "offline": "存到哪个文件；不写就是 建会通离线版.html",
    "values": "YAML 文件，每行写“名称: 值”",
}
SERVE_LOADING = "正在载入知识。第一次或知识改动之后需要学习，大约一分钟；平时一两秒。"
SERVE_READY = "已载入 {entries} 条知识，开始服务。按 Ctrl+C 停止。"
CHAT_NO_TELEGRAM = "没有设置 Telegram 令牌（JIANHUI_TELEGRAM_TOKEN），先在终端里对话。"
ASK_WHICH = '请写一个问题，或用 --batch 给出文件，二者选一。例如：python3 run.py ask "怎么加入工会"'
FILE_UNREADABLE = "读不了文件 {file}。请确认文件存在，并且是 UTF-8 文本。"
CHECK_KIND = "同类提醒 {count} 处："
CHECK_KIND_MORE = "……这一类还有 {count} 处，运行 check --all 全部列出。"
CHECK_WARNINGS = "另有 {count} 个提醒，运行 check 可以看到。"
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
SET_ASIDE_SUMMARY = "共 {count} 条消息无法处理，已另存。升级程序后，可以用 --again 重新处理。"
SET_ASIDE_AGAIN = "已放回 {count} 条消息，下次启动时重新处理。"
HANDOVER_HEAD = "编号 {number} · {time} · {channel}"
HANDOVER_TEXT = "  问：{text}"
HANDOVER_BEFORE = "  {time} 问过：{text}（{decision} {entry}）"
DECISIONS = {
    "answer": "已回答",
    "choose": "给出选择",
    "unknown": "不知道",
    "guide": "给出文件",
    "law": "给出条文",
    "smalltalk": "闲谈",
}
INIT_EXISTS = "{path} 已经存在，没有改动。请换一个文件夹，或先把它移走。"
INIT_FAILED = "没能复制到 {folder}。请检查磁盘空间和写入权限。"
INIT_DONE = "已复制 {count} 个文件到 {folder}。用 --knowledge 和 --guides，或设置 JIANHUI_KNOWLEDGE、JIANHUI_GUIDES 指向它们。"
FILE_EXISTS = "{file} 已经存在，没有改动。要替换它，请加 --force；或换一个文件名。"
FILE_REPLACE = "{file} 已经存在，替换吗？（是/否）"
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
REQUESTS_MISSING = "没有问法文件 {file}。请从源码目录运行，或在 --documents 后面写上文件。"
REQUESTS_LABEL = "每个问法要写 documents、among、kind、part 或 none: true，五者选一。"
REQUESTS_FILE = "{file}："
REQUESTS_MISS = "✗ 第 {line} 行\t{text}\t{outcome}"
REQUESTS_NAMES = {"met": "要文件的，给对了", "refused": "不是要文件的，没有当成要文件"}
SCRIPTS_MISSING = "没有对话脚本 {place}。请写上文件或文件夹，或从源码目录运行。"
SCRIPTS_FAILED = "{place} 里的对话脚本有错误，没有开始测。请按下面各行改正。"
SCRIPTS_TOP = "对话脚本应是一个列表，每项有 name 和 turns。"
SCRIPTS_TURN = "每一轮要写 say（说的话）或 press（点的按钮），二者选一。"
SCRIPTS_WAIT = "wait 要写分钟数，例如 11。"
SCRIPTS_DECISION = "decision 要写 {decisions} 之一。"
SCRIPTS_INQUIRY = "inquiry 要写 true 或 false。"
SCRIPTS_PATTERN = "“{pattern}”不是能用的正则表达式，请改正。"
SCRIPTS_MISS = "✗ {file}:{line}\t{name}\t{said}\t{why}"
SCRIPTS_COUNT = (
    "{file}：{right} / {turns} 轮对，{whole} / {scripts} 段对话全对；答案 {answers} 条，字数中位数 {median}，最长 {longest}"
)
SCRIPTS_WHY = {
    "must": "没有“{wanted}”",
    "must_not": "不该有“{wanted}”",
    "decision": "应为 {wanted}，现为 {got}",
    "entry": "应为 {wanted}，现为 {got}",
    "inquiry": "转给人：应为 {wanted}，现为 {got}",
    "press": "没有按钮“{wanted}”",
}
EVAL_LINE = "{file} 第 {line} 行读不了。每行应是一个 JSON 对象，有 q（问题）、topic（主题）和 must（正则表达式的列表）。"
EVAL_COUNT = "{name}：{many} / {of}（{share}）"
BLIND_NAMES = {
    "right": "直接答对",
    "found": "答对或候选里有正确答案",
    "wrong": "直接答错",
    "refused": "不该答的没有直接回答",
    "given": "要文件的给了文件",
}
BLIND_BIN = "把握在 {low:.1f}–{high:.1f} 的：{count} 个，平均说 {said:.2f}，实际 {seen:.2f}"
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
LOGIN_NOBODY = (
    "还没有管理员。请在 .env 里写一行 JIANHUI_ADMINS=web:您的名字拼音，例如 JIANHUI_ADMINS=web:wang，保存后再运行一次。"
)
LOGIN_UNKNOWN = "{key} 不在 JIANHUI_ADMINS 里。现有的：{known}。"
LOGIN_LINK = "请在 5 分钟内用浏览器打开下面的网址，以 {who} 的身份登录。只能用一次："
OFFLINE_FILE = "建会通离线版.html"
OFFLINE_SAVED = "已存为 {file}（{size} MB）。用浏览器打开就能查，可以放进 U 盘或者发给别人。"
