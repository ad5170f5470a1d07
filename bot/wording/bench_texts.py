"""Benchmarks and evaluations; for admins."""

from __future__ import annotations

BENCH_SPEED = "【速度】{entries} 个条目，{size} 种问法，不用语义编码器，单线程"
BENCH_SPEED_COLUMNS = ("方法", "建立(秒)", "内存(MB)", "p50(毫秒)", "p99(毫秒)", "首位正确", "问题数")
BENCH_OURS = "建会通"
BENCH_ABSENT = "{name}：没有安装（要一起比，先运行 .venv/bin/python -m pip install -e '.[bench]'）"
BENCH_BROKE = "{name}：测到一半进程退出了，多半是内存不够"
BENCH_SPEED_NOTE = "每种方法单独一个进程。建立时间和内存（RSS 增量）含载入程序库；一问的时间含规范化，问三遍取最快的一遍；问满 {seconds:.0f} 秒就不再问。问法由知识重组而成，问题是没有存入的问法再加错字。"
BENCH_SLIPS = "【抗错】知识里的 {count} 种问法，每种各错一处，条目仍排第一的比例。不用语义编码器："
BENCH_SLIPS_ENCODER = "用语义编码器，抽 {count} 种问法："
BENCH_SLIPS_COLUMNS = ("错法", "仍在首位", "没找到", "共")
BENCH_KINDS = {
    "homophone": "同音字",
    "dropped": "漏一字",
    "doubled": "多打一字",
    "swapped": "前后颠倒",
    "traditional": "繁体字",
}
BENCH_ALL = "合计"
BENCH_NO_ENCODER = "语义编码器没有安装或已关闭（JIANHUI_ENCODER），只测不用它的。"
BENCH_WITH = "用语义编码器"
BENCH_WITHOUT = "不用语义编码器"
BENCH_ASK = "【整个问答】{entries} 个条目，{encoder}，数据库在磁盘上，问 {count} 个带一处错的问题"
BENCH_ASK_TIMES = "从收到问题到给出回复：p50 {p50:.1f} 毫秒，p99 {p99:.1f} 毫秒；第一问（载入模型）{first:.0f} 毫秒"
BENCH_ASK_MEMORY = (
    "进程内存（RSS，含 Telegram 通道的程序）：{memory:.0f} MB，其中 {mapped:.0f} MB 是文件映射，内存紧张时系统会收回"
)

BENCH_LAW = "【条文】{name}：{count} 种问法、{laws} 部法律，给对的 {right} 种；一问 p50 {p50:.1f} 毫秒，p99 {p99:.1f} 毫秒"

HUMAN_WORD = "人工"
BENCH_CASES = (
    "{name}：{askers} 人问 {questions} 个问题，归成 {inquiries} 个（每个问题 {spread} 个），归对的占 {pure}；"
    "收到答复 {answered} 人，答复对题的占 {right}，重复 {duplicates} 条。"
)
BENCH_CASES_NAMES = {"all": "资料里没有的问题", "held": "其中没有用来调参数的"}
BENCH_LEANING = (
    "【离开上文看不懂的话】{askers} 人在对话里说，归成 {inquiries} 个问题；收到答复 {answered} 人，"
    "其中答的不是自己问的 {wrong} 人；离开上文看不懂的问题 {unexplained} 个。"
)
BENCH_LEANING_WRONG = "  问的是 {asked}，收到 {got}"
BENCH_LENGTH = (
    "【没有追问就发出的字数】{count} 个条目：中位数 {median}，最长 {longest}（{entry}）；超过 {most} 字的 {over} 个。"
)
