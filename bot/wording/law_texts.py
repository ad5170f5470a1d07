"""The texts of the laws: what is wrong with their files, and how articles are shown."""

from __future__ import annotations

# ---------------------------------------------------------------- reading knowledge/laws/; for admins

LOAD_TEXT_STRANGER = "laws 文件夹里只放法律原文，一部法律一个 .md 文件。请把它移出这个文件夹。"
LOAD_TEXT_HEAD = (
    "看不懂“{line}”。文件开头每行写一项，如“标题：中华人民共和国工会法”，可以写的有：{keys}；写完空一行，再写正文。"
)
LOAD_TEXT_HEAD_MISSING = "文件开头缺少“{key}：…”这一行，请补上。"
LOAD_TEXT_UNIT = "“单位：{unit}”不认识。请写“条”（第一条、第二条），没有条号、用一、二、编号的写“项”。"
LOAD_TEXT_REMARK = "以 > 开头的是编者注，要写在它说的那一条下面。请移到条文后面。"
LOAD_TEXT_SPACE = "{article}后面要空一格再写条文，否则分不清是条号还是句子。"
LOAD_TEXT_STRAY = "“{text}”不在任何一条里面。条文要以“第几条”加空格开头；条文前面的话（通过日期、修正经过）每行前面加 >。"
LOAD_TEXT_HEADING = "以 # 开头的是标题，要写成“# 第一章 总则”“## 第一节 …”或“# 附录 …”的样子，现在是“{text}”。"
LOAD_TEXT_LEVEL = "“{text}”前面的 # 多了，上面没有它所在的一级标题。这里最多写 {marks}。"
LOAD_TEXT_NOTHING = "{article}没有内容，请补上原文。"
LOAD_TEXT_TWICE = "{article}出现了两次，另一处在 {other}。请删掉重复的，或改正条号。"
LOAD_TEXT_GAP = "{article}接在{before}后面，中间缺条，或顺序、条号写错了。请对照原文补上或改正。"
LOAD_TEXT_BEGINNING = "开头"
LOAD_TEXT_COUNT = "开头写的条数是 {said}，数出来是 {counted} 条。请对照原文查漏，或改正条数（附录不算）。"
LOAD_TEXT_VERSION = (
    "这是 {version} 的文本，法律清单 laws.yaml 里现行的是 {current}。请换成现行文本；如果清单没更新，请先改清单。"
)
LOAD_TEXT_SINCE = "施行日期写的是 {date}，法律清单 laws.yaml 里写的是 {listed}。请核对后改成一致。"
LOAD_TEXT_NO_DATE = "没有写"
LOAD_TEXT_PARTS = "这部法律分在几个文件里（另一个是 {other}），每个文件开头都要写“部分：…”，如“部分：总则编”。"
LOAD_CITED_NO_ARTICLE = "《{law}》（{version}）没有{article}，最后一条是{last}。请对照 laws 文件夹里的原文改正条号。"
