"""The web's public pages; templates name each sentence without its WEB_: `w.ask_label` is WEB_ASK_LABEL."""

from __future__ import annotations

WEB_NAME = "建会通"
WEB_SKIP = "跳到正文"
WEB_NAV = "栏目"
WEB_MENU = (
    ("/", "提问"),
    ("/topics", "主题"),
    ("/documents", "文件下载"),
    ("/news", "更新"),
    ("/search", "搜索"),
)
WEB_FOOT = (("/laws", "法律依据"), ("/privacy", "隐私说明"), ("/for-sites", "放到您的网站上"))
WEB_FOOT_NOTE = "答案经过审核，按原文给出；没有核实的会写明，办事以上级工会确认为准。"
WEB_BIG = "适老化（大字）"
WEB_NORMAL = "返回普通版"
WEB_ERROR_PREFIX = "错误："

# ---------------------------------------------------------------- ask

WEB_HOME_TITLE = "基层工会的事，在这里问"
WEB_HOME_ABOUT = "{count} 个常见问题，答案都经过审核；{documents} 份文件可以下载。"
WEB_ASK = "提问"
WEB_ASK_LABEL = "您想问什么？"
WEB_ASK_ON = "接着问"
WEB_ASK_EXAMPLE = "例如：公司只有十几个人能建工会吗"
WEB_ASK_ON_EXAMPLE = "例如：需要什么材料"
WEB_ASK_HINT = "怎么说都行，有错别字也没关系。请不要写身份证号、手机号。不用登录。"
WEB_ASK_EMPTY = "请先写下您的问题，再点“提问”。"
WEB_ASK_LONG = "写了 {count} 个字，一次最多 {most} 个字。请分几次问，或者只写要办的事。"
WEB_ASK_OTHER = "问别的问题"
WEB_TALK_TITLE = "您的问答"
WEB_TALK_AGAIN = "回到刚才的问答"
WEB_TALK_HINT = "可以接着问“需要什么材料”“依据是什么”。"
WEB_YOU = "您问"
WEB_CAME = "工作人员的答复"
WEB_FEEDBACK = "这个回答有用吗"
WEB_CLICKED = {
    "请回复数字或点按钮": "请点选",
    "，回复数字或点按钮": "，请点选",
    "回复数字或点按钮": "请点选",
    "点或回复“": "点“",
    "点“转人工”或回复“人工”": "点“转人工”",
    "，回复数字查看对应部分": "，请点开看",
    "有答复后会发到这里。": "有答复后，会显示在这里和您的专属链接里。",
    "；发 /guides 查看全部": "",
    "请发 /guides 查看": "请到“文件下载”里查看",
    "请发 /fill 查看可以填哪些": "请到“文件下载”里点“在线填写”",
}
WEB_SENT_BACK = r"回复“([^”]+)”(?:转给工作人员)?"
"""What a sentence tells to send back, where a button may say the same."""
WEB_PRESSED = "点“{label}”"
WEB_GUIDES = "操作指南"
WEB_ALL_DOCUMENTS = "全部 {count} 份文件"
WEB_TOPICS_HOT = "常问的主题"
WEB_TOPICS_ALL = "全部 {count} 个主题"

WEB_WAITING_TITLE = "等待答复的问题"
WEB_WAITING = "编号 {numbers} 的问题正在等工作人员答复。"
WEB_WAITING_LINK = "请收藏您的专属链接，答复会显示在那里："
WEB_WAITING_OPEN = "查看进展和答复"
WEB_LINK_TITLE = "您留给工作人员的问题"
WEB_LINK_KEEP = "这是您的专属链接，请收藏这个网页。不要转给别人：打开它的人都能看到您的问题和答复。"
WEB_LINK_NUMBER = "编号 {number}"
WEB_LINK_ASKED = "{date}提出"
WEB_LINK_STATES = {
    "open": "正在等工作人员答复",
    "again": "正在等工作人员答复",
    "answered": "已答复",
    "refused": "工作人员看过，不作答复",
    "withdrawn": "您已撤回",
    "settled": "已经解决",
}
WEB_LINK_NONE = "这里还没有留给工作人员的问题。"
WEB_LINK_ANSWERS = "答复"
WEB_LINK_WAIT = "还没有答复。过一两个工作日再打开这个网页看看；着急的话，请直接联系上级工会。"
WEB_LINK_WRONG = "这个链接不完整，或者已经失效。请检查是不是少复制了几个字，或者重新提问。"

WEB_MAIL_TITLE = "有了答复，发到您的邮箱"
WEB_MAIL_LABEL = "邮箱地址（可以不填）"
WEB_MAIL_SAYS = "只用来发答复，问题都答完以后就删除。"
WEB_MAIL_KEEP = "留下邮箱"
WEB_MAIL_KEPT = "已经记下。有了答复，会同时发到这个邮箱。"
WEB_MAIL_DROP = "不用发邮件了"
WEB_MAIL_GONE = "邮箱地址已经删除。"
WEB_MAIL_WRONG = "这不像邮箱地址。请检查后重写，例如 wang@example.com。"
WEB_MAIL_LINK = "在网页上查看：{link}"

WEB_PRIVACY = "隐私说明"
WEB_PRIVACY_SAYS = (
    "您不用登录。提问以后，我们在您的浏览器里放一个编号（Cookie），只用来接着回答您的问题，不跟踪您，也不发给任何别的网站。",
    "您的问题、评价和留给工作人员的问题保存在本站的数据库里，{days} 天后删除。人名、手机号、身份证号会先遮住再保存。",
    "填表时写的内容也会保存，方便您接着填；您可以随时在填表的网页上清空。",
    "您为收答复留下的邮箱地址只用来发答复，问题都答完以后就删除。",
)
WEB_PRIVACY_KEPT = "目前存有您的 {questions} 个问题、{handovers} 个留给工作人员的问题、{downloads} 次下载。"
WEB_PRIVACY_NOTHING = "目前没有存您的任何内容。"
WEB_PRIVACY_SURE = "我要删除我的全部记录，知道删除以后不能恢复，也收不到还没有给出的答复"
WEB_PRIVACY_DELETE = "删除我的记录"
WEB_PRIVACY_DONE = "已经全部删除。"

# ---------------------------------------------------------------- read

WEB_TOPICS = "全部主题"
WEB_TOPIC_LINE = "{title}（{count} 条）"
WEB_TOPIC_DOCUMENTS = "这方面的文件"
WEB_ENTRY_CONDITIONS = "分情况的答案：{question}"
WEB_ENTRY_DOCUMENTS = "用得上的文件"
WEB_ENTRY_RELATED = "相关的问题"
WEB_ENTRY_ASK = "还有问题"
WEB_ENTRY_RETIRED = "这一条已经停用，内容可能不再适用。请回到首页用您自己的话再问一次。"
WEB_LAW_OPEN = "看依据原文（{count} 条）"
WEB_LAW_WHOLE = "在全文里看"
WEB_LAW_NOTE = "编者注：{note}"
WEB_LAW_FULL = "，有全文"
WEB_LAW_HELD = "以下是全文，共 {count} {unit}。"
WEB_LAW_PARTS = "本站收录的部分："
WEB_LAW_PART = "{name}（{first}至{last}）"
WEB_LAW_OTHERS = "答案还引用到"
WEB_LAWS = "法律依据"
WEB_LAWS_ABOUT = "答案引用的法律法规，以及各自的版本。点开可查看每一条用在哪些答案里。"
WEB_LAW_LINE = "{version}，{count} 个答案引用"
WEB_LAW_GONE = "（已被取代）"
WEB_LAW_VERSION = "版本"
WEB_LAW_SINCE = "施行日期"
WEB_LAW_REGION = "适用地区"
WEB_LAW_CHECKED = "核对日期"
WEB_LAW_SUPERSEDED = "这部法规已被取代，现行的是："
WEB_LAW_NOT_HELD = "这里列出答案引用到的条目。条文全文请查国家法律法规数据库或者发布机关的网站。"
WEB_LAW_ENTRIES = "引用这一条的答案（{count} 个）"
WEB_NEWS = "最近更新"
WEB_NEWS_FEED = "订阅更新（Atom）"
WEB_NEWS_DOCUMENT = "文件"
WEB_NEWS_ENTRY = "核对"
WEB_NEWS_LAW = "法律"
WEB_SEARCH = "搜索"
WEB_SEARCH_LABEL = "搜索答案、文件和法律条文"
WEB_SEARCH_DOCUMENTS = "文件"
WEB_SEARCH_ENTRIES = "问答"
WEB_SEARCH_ARTICLES = "法律条文"
WEB_SEARCH_TOPIC = "主题：{title}（{count} 条）"
WEB_SEARCH_MORE = "全部文件"
WEB_SEARCH_NOTHING = "没有找到。请换个说法再搜，或者直接提问。"
WEB_SEARCH_ASK = "直接提问“{words}”"

# ---------------------------------------------------------------- documents

WEB_DOCUMENTS = "文件下载"
WEB_BY_KIND = "按种类"
WEB_BY_TOPIC = "按用途"
WEB_FILE = "{name}（{kind}，{size}）"
WEB_VERSION = "版本 {version}"
WEB_CHANGES = "这一版改了：{changes}"
WEB_READ_ONLINE = "在线阅读"
WEB_FILL_ONLINE = "在线填写"
WEB_DOWNLOAD = "下载"
WEB_FILES_GONE = "文件暂时打不开，请稍后再来。"
WEB_STYLE_NOTE = "这是样式，上级工会有规定格式的，以上级工会的为准。"
WEB_CONTENTS = "目录"
WEB_TO_CONTENTS = "回到目录"
WEB_TABLE = "表格"
WEB_GRID_IN_FILE = "这里是一张表，请下载文件使用。"
WEB_DOCUMENT_ENTRIES = "什么时候用"

WEB_FILL_PAGE = "在一页上填《{title}》"
WEB_FILL_TITLE = "填写《{title}》"
WEB_FILL_PERSONAL = "请不要写身份证号、手机号、银行卡号：这些空格留着，打印以后手写。"
WEB_FILL_RESUMED = "上次填的内容还在，请接着填。"
WEB_FILL_KEPT = "检查时会保存您填的内容，关掉网页也能接着填。"
WEB_OPTIONAL = "可以不填"
WEB_FILL_COLUMNS = "一行写一个，每行依次写：{columns}，中间用空格隔开。"
WEB_FILL_UNIT = "单位：{unit}。"
WEB_FILL_EXAMPLE = "例如：{example}"
WEB_FILL_CHECK = "检查并预览"
WEB_FILL_DROP = "全部清空"
WEB_FILL_NEEDED = "请填写“{name}”"
WEB_FILL_WRONG = "“{name}”：{why}"
WEB_FILL_FAILED = "文件没有生成成功，您填的内容还在。请返回上一页再试一次；还不行就先下载空白的。"
WEB_SUMMARY = "有内容需要改"
WEB_LOOK_TITLE = "核对《{title}》"
WEB_LOOK_ABOUT = "将按以下内容填写，请核对。没有问题就生成 Word 文件。"
WEB_LOOK_BLANK = "（空着，打印后手写）"
WEB_LOOK_MAKE = "生成 Word 文件"
WEB_LOOK_BACK = "返回修改"
WEB_LOOK_AFTER = "这是样式，上级工会有规定格式的，以上级工会的为准。签名、盖章、身份证号、电话请打印后手写。"

# ---------------------------------------------------------------- other sites

WEB_EMBED_TITLE = "基层工会问答"
WEB_EMBED_WHOLE = "打开完整网站"
WEB_EMBED_REFUSED = "没有收下：写得太长，或者问得太快。请稍等一下，改短一些再问。"
WEB_SITES_TITLE = "放到您的网站上"
WEB_SITES_ABOUT = "三种办法，任选一种。都不用写程序，把代码贴到网页里就行。"
WEB_SITES_SCRIPT = "一、自动大小的问答框"
WEB_SITES_SCRIPT_SAYS = "贴在要显示问答框的地方。您的网站要先登记：请联系本站管理员，把网址加到设置 JIANHUI_WEB_EMBED 里。"
WEB_SITES_FRAME = "二、固定大小的问答框"
WEB_SITES_FRAME_SAYS = "网站不让贴脚本时用这个。同样要先登记网址。"
WEB_SITES_FORM = "三、只有一个输入框"
WEB_SITES_FORM_SAYS = "网站脚本和框都不让贴时用这个，不用登记。提问以后在本站显示答案。"
WEB_SITES_API = "程序接口"
WEB_SITES_API_SAYS = "开发人员可以用 JSON 接口取答案和文件，说明见"

# ---------------------------------------------------------------- errors

WEB_ERROR_TITLE = "出错了"
WEB_ERROR_TITLES = {
    400: "网址或内容有误",
    403: "没有收下",
    404: "没有这个网页",
    405: "没有收下",
    408: "传得太慢",
    410: "已经停用",
    413: "内容太大",
    422: "内容需要改",
    429: "请稍等一下",
    500: "本站出错了",
}
WEB_ERROR_HOST = "这个网址不是本站的。请从工会网站上的链接重新打开。"
WEB_ERROR_METHOD = "本站不支持这样打开。请回到首页重新操作。"
WEB_ERROR_LARGE = "发来的内容太大了。请删去一些再试。"
WEB_ERROR_SLOW = "内容传得太慢，已经中断。请检查网络后再试一次。"
WEB_ERROR_CROSS = "为了安全，只接受从本站网页提交的内容。请打开本站，在网页里重新填写。"
WEB_ERROR_ADDRESS = "网址不对。请检查有没有多复制或少复制，或者回到首页。"
WEB_ERROR_MISSING = "可能是网址写错了，或者内容已经撤下。请回到首页提问，或者搜索。"
WEB_ERROR_FORM = "提交的内容读不了。请返回上一页，检查后再提交一次。"
WEB_ERROR_OFTEN = "操作太快了，请过 {seconds} 秒再试。您写的内容没有丢。"
WEB_ERROR_OURS = "不是您的问题，已经记下。请过一会儿再试；一直这样的话，请把下面的编号告诉工作人员。"
WEB_ERROR_OURS_SHORT = "处理时出错了，已经记下（编号 {reference}）。请换个说法再问一次。"
WEB_ERROR_REFERENCE = "错误编号：{reference}"
WEB_ERROR_HOME = "回到首页"
WEB_API_MISSING = "没有这个地址。接口说明见 /api/openapi.json。"
WEB_API_BAD = "请求的格式不对。接口说明见 /api/openapi.json。"

# ---------------------------------------------------------------- starting

WEB_PORT_TAKEN = "网页打不开：{host} 的端口 {port} 被别的程序占用了。请关掉它，或者用 JIANHUI_WEB_PORT 换一个端口。"
WEB_PORTS_TAKEN = "网页打不开：{host} 的端口 {first} 到 {last} 都被占用了。请用 JIANHUI_WEB_PORT 指定一个空闲的端口。"
WEB_READY = "网页已打开：{address}"
WEB_LOG_FAILED = "web: {path} failed, reference {reference}"

# ---------------------------------------------------------------- the JSON API

WEB_API_TITLE = "建会通 JSON 接口"
WEB_API_ABOUT = "用于获取答案、条目、文件、法律依据和更新。不带密钥可以少量使用；带密钥（Authorization: Bearer）可用次数更多。密钥请向本站管理员索取。"
WEB_API_DOC = {
    "ask": "回答一个问题",
    "topics": "全部主题",
    "entries": "条目列表",
    "entry": "一个条目的全部内容",
    "documents": "文件列表",
    "document": "一份文件",
    "laws": "引用到的法律",
    "law": "一部法律和引用它的条目",
    "changes": "最近更新",
}
WEB_API_ERRORS = {
    400: "不是 JSON",
    401: "密钥不对",
    404: "没有这一项",
    413: "内容太大",
    422: "参数不对",
    429: "请求太快",
}
WEB_API_KEY = "密钥不正确。请写成 Authorization: Bearer 密钥；密钥请向本站管理员索取。"
WEB_API_JSON = '内容不是 JSON。请写成 {"question": "要问的问题"}。'
WEB_API_QUESTION = '缺少 question，或者它不是文字。请写成 {"question": "要问的问题"}。'
WEB_API_NUMBER = "{name} 应是 {least} 到 {most} 之间的整数。"
WEB_API_NO_TOPIC = "没有这个主题。主题的编号见 /api/v1/topics。"
WEB_API_NO_ENTRY = "没有这个条目。条目的编号见 /api/v1/entries。"
WEB_API_NO_DOCUMENT = "没有这份文件。文件的编号见 /api/v1/documents。"
WEB_API_NO_LAW = "没有这部法律。法律的名称见 /api/v1/laws。"

# ---------------------------------------------------------------- the file for places without a network

WEB_OFFLINE_TITLE = "离线版"
WEB_OFFLINE_ABOUT = "{date}的 {count} 条审核答案。没有网络也能查，内容不会自己更新，请以网站上的为准。"
WEB_OFFLINE_NO_SCRIPT = "您的浏览器关掉了脚本，不能搜索，请按主题查找。"
WEB_OFFLINE_DOCUMENTS = "文件请到网站下载，或向上级工会索取。"
WEB_OFFLINE_DOCUMENTS_ALL = "文件目录（{count} 份）"
WEB_OFFLINE_WORDS = {
    "old": "您的浏览器版本较旧，不能搜索，请按主题查找。",
    "loading": "正在准备，请稍等……",
    "ready": "可以提问了，边输入边查找。",
    "answer": "最符合的是：",
    "choose": "您想问的是下面哪一条？",
    "unknown": "没有查到确切的内容。最接近的是下面几条，不一定是您要的：",
    "document": "文件：",
}
