"""Numbers: /stats, the monthly report and the weekly digest."""

from __future__ import annotations

REPORT_MONTH = "“{said}”不是月份。请写成 2026-11 这样。"
REPORT_MONTH_NAME = "{year}年{month}月"
REPORT_ENDING = "“{file}”的格式做不了。请把文件名写成 .docx（Word）或 .xlsx（Excel）结尾。"
REPORT_UNWRITABLE = "写不进 {file}。请检查文件夹是否存在、有没有权限，文件是否正开着。"
REPORT_SAVED = "已写好：{file}"

REPORT_TITLE = "基层工会问答服务情况通报（{span}）"
REPORT_HOW = "统计到 {date} 为止。不足 {fewest} 的人次只写“少于{fewest}”，必要时连同另一项一起不公布，问题的原话要有 {fewest} 人以上问过才列出，避免认出提问的人。"
REPORT_NOTHING = "{span}没有人提问。"
REPORT_SUMMARY = "{span}共收到问题 {asked} 个：直接回答 {answer} 个，选择后得到回答 {chosen} 个，列出供选但没有选 {choose} 个，没答上来 {unknown} 个。"
REPORT_HOURS = "工作人员答复了 {answered} 个，从提问到答复一般用 {hours} 小时（中位数）。"
REPORT_FEW = "少于{fewest}"
REPORT_MASKED = "不公布"
REPORT_NONE = "没有。"
REPORT_NO_HOURS = "答复少于{fewest}个，不统计"

REPORT_SHEET = "说明"
REPORT_OVERALL = "一、总体情况"
REPORT_TOPICS = "二、问得最多的主题"
REPORT_DOCUMENTS = "三、领取的文件"
REPORT_UNANSWERED = "四、没有答上来的问题"
REPORT_NEVER = "五、没有人问过的条目"
REPORT_LOW = "六、评价不高的条目"
REPORT_OVERDUE = "七、到期要复核的条目"
REPORT_COUNTED = ("项目", "数量")
REPORT_ROWS = {
    "asked": "收到的问题",
    "answer": "直接回答",
    "chosen": "选择后得到回答",
    "choose": "列出供选，没有选",
    "unknown": "没答上来",
    "useful": "评为有用",
    "useless": "评为没用",
    "passed_on": "转给工作人员",
    "answered": "工作人员已答复",
    "hours": "从提问到答复的小时数（中位数）",
    "taken": "领取文件",
}
REPORT_TOPIC = "主题"
REPORT_DOCUMENT = "文件"
REPORT_TIMES = "次数"
REPORT_ASKED_AS = "最常见的说法"
REPORT_PEOPLE = "人数"
REPORT_ENTRY = ("编号", "问题", "主题")
REPORT_RATED = ("编号", "问题", "有用", "没用")
REPORT_DUE = ("编号", "问题", "应复核日期")
REPORT_UNANSWERED_SAYS = "不知道、没有选，或者被评为没用的问题，说法相近的合在一起；{fewest} 人以上问过的列在下面。"
REPORT_SCATTERED = "另有 {count} 个问题，问的人少于 {fewest} 个，不列出。"
REPORT_NEVER_SAYS = "共 {count} 个条目在保存着的提问里没有用到过，可以看看说法是不是离大家太远。"
REPORT_LOW_SAYS = "有 {fewest} 次以上评价，其中三分之一以上是“没用”的条目。"
REPORT_OVERDUE_SAYS = "共 {count} 个条目到期要复核，核对后请把核对日期改成当天。"
REPORT_NEVER_REVIEWED = "没有核对过"
REPORT_FIRST = "下面是前 {count} 个，全部见 Excel 表。"

STATS_HEADING = "{span}的问答情况"
STATS_RATED = "评价：有用 {useful}，没用 {useless}。"
STATS_PASSED_ON = "转给工作人员：{count}。"
STATS_TOPICS = "问得最多的主题："
STATS_DOCUMENTS = "领取最多的文件："
STATS_UNANSWERED = "没答上来、问的人多的："
STATS_LOW = "评价不高的条目："
STATS_LINE = "{name}：{count}"
STATS_CARE = "到期要复核的条目 {overdue} 个，没有人问过的 {never} 个。"
STATS_NOTE = "不足 {fewest} 的数字不写出来。看别的月份发 /stats 2026-10；完整的通报用命令 report。"

DIGEST_WEEK = "上周（{first}—{last}）"
DIGEST_DAY = "{month}月{day}日"
DIGEST_CASES = "还有 {count} 个问题等人答复，发 /cases 查看。"
DIGEST_SUGGESTIONS = "有 {count} 种新的问法可以加进知识，发 /suggest 处理。"
