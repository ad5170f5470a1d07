"""The command and its options; for admins."""

from __future__ import annotations

CLI_ABOUT = "建会通：面向基层工会干部的问答服务。不写命令时执行 serve。"
CLI_USAGE = "命令有误。请运行 {prog} --help 查看用法。"
CLI_USAGE_PREFIX = "用法："
CLI_POSITIONALS = "参数"
CLI_OPTIONALS = "选项"
CLI_COMMAND = "命令"
CLI_FOLDER = "文件夹"
CLI_FILE = "文件"
CLI_FROM = "原数据库"
CLI_TO = "新数据库"
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
    "ask": "问一个问题；退出码 0 已回答，3 需要选择，4 答不上来",
    "law": "查看法律原文：law 工会法 11 查看一条，law 竞业限制 按词查找；没有找到时退出码 4",
    "report": "生成一个月的问答情况通报，可存为 Word 或 Excel",
    "check": "检查知识库和指南，列出全部问题及所在文件、行号；有错误时退出码 1",
    "eval": "用已有标准答案的问题测准确率；不写文件则用自带的标准问题",
    "bench": "测匹配的速度、内存和抗错能力",
    "handovers": "列出等待人工答复的问题",
    "setaside": "列出收到后无法处理、已另存的消息和原因",
    "preview": "启用改好的知识前，先查看哪些问题的回答会变；退出码 0 没有变差，1 可能变差，2 有标准问题的预期答案变了，或文件有错",
    "export": "把知识库导出为 Excel 表或 csv，供编辑",
    "history": "读出 QQ 群以前的聊天记录，供 import 找候选（要接通 OneBot）",
    "import": "导入改好的表，先预览；也可从 Word 问答和聊天记录中整理候选问答",
    "backup": "把数据库、知识库和指南备份为一个 zip 文件，机器人运行时也可备份；完成后自动核对",
    "health": "查看运行状况：待答复的消息、知识库版本、磁盘、备份；有问题时退出码 1",
    "move-store": "把数据库里的全部内容迁移到另一个空的数据库（文件或 PostgreSQL），逐行核对",
    "restore": "从备份恢复；不完整的备份不恢复，原来的数据库改名保留",
    "init": "把自带的知识库、指南和标准问题复制到一个文件夹，供编辑",
    "guides": "供下载的指南和表格：列出、导出、通知有新版、由源文件生成",
    "login": "给出一次性的网址，用它登录管理后台",
    "offline": "把条目、文件目录和查找功能写成一个网页文件，没有网络也能用",
    "fill": "用数据文件填好一份表，存为 Word；不写编号则列出可填的表，不写数据文件则生成一份空白数据文件",
}
CLI_GUIDES = {
    "list": "列出可下载的文件和领取次数",
    "get": "导出一份文件",
    "announce": "通知领取过旧版的人：已有新版，以及修改内容",
    "build": "由源文件生成目录里的全部文件和模板；写明编号则只生成这几份",
}

CLI_OPTIONS = {
    "help": "显示用法",
    "month": "月份，例如 2026-11；不写则为本月",
    "report": "存为 .docx（Word）或 .xlsx（Excel）文件；不写则直接显示",
    "data": "数据库和缓存所在的文件夹（JIANHUI_DATA）",
    "knowledge": "知识文件夹（JIANHUI_KNOWLEDGE）",
    "guides": "指南文件夹（JIANHUI_GUIDES）",
    "json": "每行输出一个 JSON 对象",
    "against": "与哪一版比较：文件夹或 git 版本；不写则与当前启用的版本比较",
    "questions": "重新测试最近多少个不同的提问；不写则为 5000",
    "law": "只列出依据这部法律的条目和是否待复核；写简称或全称",
    "seal": "用口令加密备份，运行时输入口令",
    "force": "文件已存在时直接替换；不写则先询问，无法询问时不替换",
    "all": "列出全部同类提醒；不写则每类列 10 处",
    "fresh": "数据库损坏又没有备份时，将其改名保留，改用空数据库启动",
    "backup": "备份文件",
    "prometheus": "输出供 Prometheus 读取的文本",
    "move_from": "原数据库：文件路径，或 postgresql:// 开头的地址",
    "move_to": "新数据库：必须为空；文件路径，或 postgresql:// 开头的地址",
    "restore": "恢复到指定的空文件夹；不写则恢复到当前的数据文件夹",
    "question": "要问的问题",
    "words": "法律和条号，或要查找的词",
    "batch": "从文件读取问题，一行一个；- 表示标准输入",
    "eval": "JSON Lines 文件，每行含 q、topic、must；不写则用自带的标准问题",
    "save": "把结果存为以后比较的基准",
    "raw": "同时显示收到的原文（可能含个人信息）",
    "again": "全部放回待处理，下次启动时重新处理",
    "list": "逐条列出结果",
    "conversations": "按脚本测整段对话，核对每轮回复应有和不应有的内容；可写文件或文件夹，不写则用自带的；有不符时退出码 1",
    "documents": "测索取文件的问法能否给对文件；不写文件则用自带的两份",
    "sizes": "测哪几种规模的问法数，用英文逗号隔开",
    "only": "只测一部分：speed 速度，mutations 抗错，ask 整个问答，cases 未答上来的问题归并，law 查看条文，leaning 须结合上文的提问，length 首次答复的字数",
    "init": "要创建的文件夹",
    "build": "目录里的编号；不写则为全部",
    "document": "文件的编号，见 guides list",
    "format": "文件格式，如 docx、pdf、xlsx；不写则为第一种",
    "out": "保存位置：文件名或文件夹；不写则存到下载文件夹（JIANHUI_DOWNLOADS）",
    "dry-run": "只统计人数，不发送",
    "who": "以谁的身份登录，写 JIANHUI_ADMINS 里的编号；不写就是第一个管理角色的",
    "offline": "存到哪个文件；不写就是 建会通离线版.html",
    "values": "YAML 文件，每行写“名称: 值”",
}
SERVE_LOADING = "正在载入知识库，通常只需一两秒；首次启动或改动知识库后，约需一分钟。"
SERVE_READY = "已载入 {entries} 条知识，服务已启动。按 Ctrl+C 停止。"
CHAT_NO_TELEGRAM = "未设置 Telegram 令牌（JIANHUI_TELEGRAM_TOKEN），现在可在终端里对话。"
ASK_WHICH = '请写一个问题，或用 --batch 指定文件，二者选一。例如：python3 run.py ask "怎么加入工会"'
FILE_UNREADABLE = "无法读取文件 {file}。请确认文件存在，且为 UTF-8 文本。"
CHECK_KIND = "同类提醒 {count} 处："
CHECK_KIND_MORE = "……这一类还有 {count} 处，运行 check --all 可全部列出。"
CHECK_WARNINGS = "另有 {count} 个提醒，运行 check 可查看。"
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
LAW_NOT_REVIEWED = "未写核对日期"
LAW_REASON = "    {reason}"
LAW_SUMMARY = "共 {count} 条依据《{law}》，其中 {due} 条待复核。"
LAW_NEAREST = "法律清单里没有“{name}”，以下按名称最接近的《{law}》列出。"
LAW_UNKNOWN = "法律清单 laws.yaml 里没有“{name}”，也没有相近的。请核对名称，写简称或全称，如 check --law 工会法。"
LAW_NO_LIST = "知识文件夹里没有法律清单 laws.yaml，或清单中没有可用的内容。请先登记法律，再查依据它的条目。"
LAW_INCOMPLETE = "知识库里还有 {count} 处其他错误，清单可能不全。请运行 check 命令，改好后再试。"
BENCH_SIZES = "规模“{sizes}”格式有误。请按 1000,10000,100000 的格式填写。"
HANDOVERS_SUMMARY = "共有 {count} 个问题等待人工答复。"
SET_ASIDE_SUMMARY = "共 {count} 条消息无法处理，已另存。升级程序后，可以用 --again 重新处理。"
SET_ASIDE_AGAIN = "已放回 {count} 条消息，下次启动时重新处理。"
HANDOVER_HEAD = "编号 {number} · {time} · {channel}"
HANDOVER_TEXT = "  问：{text}"
HANDOVER_BEFORE = "  {time} 问过：{text}（{decision} {entry}）"
DECISIONS = {
    "answer": "已回答",
    "choose": "列出了候选",
    "unknown": "没答上来",
    "guide": "给出了文件",
    "law": "给出了条文",
    "smalltalk": "闲谈",
}
INIT_EXISTS = "{path} 已存在，未做改动。请换一个文件夹，或先将它移走。"
INIT_FAILED = "未能复制到 {folder}。请检查磁盘空间和写入权限。"
INIT_DONE = "已复制 {count} 个文件到 {folder}。请用 --knowledge 和 --guides，或用设置 JIANHUI_KNOWLEDGE、JIANHUI_GUIDES 指定这里的文件夹。"
FILE_EXISTS = "{file} 已存在，未做改动。如需替换，请加 --force；或换一个文件名。"
FILE_REPLACE = "{file} 已存在，要替换吗？（是/否）"
FILE_UNWRITABLE = "无法写入文件 {file}。请检查磁盘空间和写入权限。"
GOLDEN_MISSING = "找不到标准问题文件夹 {folder}。请在 eval 后面写明文件，或从源码目录运行。"
GOLDEN_FAILED = "{folder} 里的标准问题有错误，测试没有开始。请按以下提示改正。"
GOLDEN_TOP = "标准问题文件应是一个列表，每项写成“- q: 问题”，下面写 entry、near 或 refuse。"
GOLDEN_ENTRY = "没有编号为 {id} 的条目。请改正，或删除。"
GOLDEN_LABEL = "每个问题应写 entry（应答的条目）或 refuse: true（不应回答），二者选一。"
GOLDEN_REFUSE = "（不应回答）"
GOLDEN_MISS = "✗ {file}:{line}\t{text}\t{outcome}\t应为 {wanted}"
GOLDEN_CONFUSED = "混淆：应为 {wanted}，答成 {got}（{count} 次）"
GOLDEN_MOVED = "变化：{text}\t原来 {before}\t现在 {after}"
GOLDEN_NAMES = {
    "right": "标准问题，答对或列入候选",
    "right_outright": "其中直接答对",
    "near_avoided": "相近问题，没有误答",
    "refused": "不应回答的问题，没有直接回答",
}
REQUESTS_MISSING = "找不到问法文件 {file}。请从源码目录运行，或在 --documents 后面写明文件。"
REQUESTS_LABEL = "每种问法应写 documents、among、kind、part 或 none: true，五者选一。"
REQUESTS_FILE = "{file}："
REQUESTS_MISS = "✗ 第 {line} 行\t{text}\t{outcome}"
REQUESTS_NAMES = {"met": "索取文件的，给对了", "refused": "不是索取文件的，没有误判"}
SCRIPTS_MISSING = "找不到对话脚本 {place}。请写明文件或文件夹，或从源码目录运行。"
SCRIPTS_FAILED = "{place} 里的对话脚本有错误，测试没有开始。请按以下提示改正。"
SCRIPTS_TOP = "对话脚本应是一个列表，每项有 name 和 turns。"
SCRIPTS_TURN = "每一轮应写 say（说的话）或 press（点的按钮），二者选一。"
SCRIPTS_WAIT = "wait 应写分钟数，例如 11。"
SCRIPTS_DECISION = "decision 应写 {decisions} 之一。"
SCRIPTS_INQUIRY = "inquiry 应写 true 或 false。"
SCRIPTS_PATTERN = "“{pattern}”不是有效的正则表达式，请改正。"
SCRIPTS_MISS = "✗ {file}:{line}\t{name}\t{said}\t{why}"
SCRIPTS_COUNT = (
    "{file}：{right} / {turns} 轮对，{whole} / {scripts} 段对话全对；答案 {answers} 条，字数中位数 {median}，最长 {longest}"
)
SCRIPTS_WHY = {
    "must": "没有“{wanted}”",
    "must_not": "不应有“{wanted}”",
    "decision": "应为 {wanted}，实际为 {got}",
    "entry": "应为 {wanted}，实际为 {got}",
    "inquiry": "转人工：应为 {wanted}，实际为 {got}",
    "press": "没有按钮“{wanted}”",
}
EVAL_LINE = "无法读取 {file} 第 {line} 行。每行应是一个 JSON 对象，有 q（问题）、topic（主题）和 must（正则表达式的列表）。"
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
    "matched": "工会问题，回答或候选中有正确答案",
    "matched_known": "其中不计没答上来时列出的",
    "matched_outright": "其中直接答对",
    "ours_answer": "工会问题，直接回答",
    "ours_choose": "工会问题，列出候选",
    "ours_unknown": "工会问题，没答上来",
    "near_domain_answer": "相邻领域问题，直接回答",
    "near_domain_choose": "相邻领域问题，列出候选",
    "near_domain_unknown": "相邻领域问题，没答上来",
    "out_of_domain_answer": "无关问题，直接回答（应为 0）",
    "out_of_domain_choose": "无关问题，列出候选",
    "out_of_domain_unknown": "无关问题，没答上来",
}
LOGIN_NOBODY = (
    "还没有管理员。请在 .env 里写一行 JIANHUI_ADMINS=web:您的名字拼音，例如 JIANHUI_ADMINS=web:wang，保存后再运行一次。"
)
LOGIN_UNKNOWN = "{key} 不在 JIANHUI_ADMINS 里。现有的：{known}。"
LOGIN_LINK = "请在 5 分钟内用浏览器打开下面的网址，以 {who} 的身份登录。只能用一次："
OFFLINE_FILE = "建会通离线版.html"
OFFLINE_SAVED = "已存为 {file}（{size} MB）。用浏览器打开就能查，可以放进 U 盘或者发给别人。"
