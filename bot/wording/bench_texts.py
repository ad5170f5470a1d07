"""Benchmarks and evaluations; for admins."""

from __future__ import annotations

BENCH_SPEED = "【速度】{entries} 个条目，{size} 种问法，不用语义编码器，单线程"
BENCH_SPEED_COLUMNS = ("方法", "建立(秒)", "内存(MB)", "p50(毫秒)", "p99(毫秒)", "首位正确", "问题数")
BENCH_OURS = "建会通"
BENCH_ABSENT = "{name}：没有安装（如需一起比较，请先运行 .venv/bin/python -m pip install -e '.[bench]'）"
BENCH_BROKE = "{name}：测试中途进程退出，可能是内存不足"
BENCH_SPEED_NOTE = "每种方法单独一个进程。建立时间和内存（RSS 增量）含载入程序库；每问的时间含规范化，问三遍取最快一遍；满 {seconds:.0f} 秒即停。问法由知识库重组而成，问题取未存入的问法并加入错字。"
BENCH_SLIPS = "【抗错】知识库里的 {count} 种问法，每种各错一处，看条目仍排第一的比例。不用语义编码器："
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
BENCH_NO_ENCODER = "语义编码器没有安装或已关闭（JIANHUI_ENCODER），只测不使用编码器的情形。"
BENCH_WITH = "用语义编码器"
BENCH_WITHOUT = "不用语义编码器"
BENCH_ASK = "【整个问答】{entries} 个条目，{encoder}，数据库在磁盘上，{count} 个各带一处错的问题"
BENCH_ASK_TIMES = "从收到问题到给出回复：p50 {p50:.1f} 毫秒，p99 {p99:.1f} 毫秒；第一问（载入模型）{first:.0f} 毫秒"
BENCH_ASK_MEMORY = (
    "进程内存（RSS，含 Telegram 通道的程序）：{memory:.0f} MB，其中 {mapped:.0f} MB 是文件映射，内存紧张时系统会收回"
)

BENCH_LAW = "【条文】{name}：{count} 种问法、{laws} 部法律，给对的 {right} 种；一问 p50 {p50:.1f} 毫秒，p99 {p99:.1f} 毫秒"

HUMAN_WORD = "人工"
BENCH_INQUIRIES = (
    "{name}：{askers} 人问了 {questions} 个问题，归并为 {inquiries} 个（平均每个问题 {spread} 个），归并正确的占 {pure}；"
    "{answered} 人收到答复，答复对题的占 {right}，重复 {duplicates} 条。"
)
BENCH_INQUIRIES_NAMES = {"all": "资料里没有的问题", "held": "其中未用于调参的"}
BENCH_LEANING = (
    "【须结合上文的提问】{askers} 人在对话中提问，归并为 {inquiries} 个问题；{answered} 人收到答复，"
    "其中 {wrong} 人收到的不是自己所问的答复；仍缺上文的问题 {unexplained} 个。"
)
BENCH_LEANING_WRONG = "  问的是 {asked}，收到 {got}"
BENCH_LENGTH = "【首次答复的字数】{count} 个条目：中位数 {median}，最长 {longest}（{entry}）；超过 {most} 字的 {over} 个。"
