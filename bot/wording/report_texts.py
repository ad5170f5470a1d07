"""Numbers: /stats, the monthly report and the weekly digest."""

from __future__ import annotations

REPORT_MONTH = "无法识别月份“{said}”。请按 2026-11 的格式填写。"
REPORT_MONTH_NAME = "{year}年{month}月"
REPORT_ENDING = "不支持“{file}”的格式。文件名请以 .docx（Word）或 .xlsx（Excel）结尾。"
REPORT_UNWRITABLE = "无法写入 {file}。请检查文件夹是否存在、是否有写入权限，文件是否正被打开。"
REPORT_SAVED = "已保存：{file}"

REPORT_TITLE = "基层工会问答服务情况通报（{span}）"
REPORT_HOW = "统计截至 {date}。为避免识别提问人，人次不足 {fewest} 的只写“少于{fewest}”，必要时另一项也不公布；有 {fewest} 人以上问过的问题才列出原话。"
REPORT_NOTHING = "{span}没有人提问。"
REPORT_SUMMARY = "{span}共收到问题 {asked} 个：{outcomes}。"
REPORT_OUTCOMES = {
    "answer": "直接回答 {count} 个",
    "chosen": "选择后得到回答 {count} 个",
    "choose": "列出候选但未选择 {count} 个",
    "unknown": "没答上来 {count} 个",
}
REPORT_HOURS = "工作人员答复了 {answered} 个，从提问到答复一般需要 {hours} 小时（中位数）。"
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
    "choose": "列出候选，未选择",
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
REPORT_UNANSWERED_SAYS = "没答上来、未选择候选或评为“没用”的问题，说法相近的合并统计；{fewest} 人以上问过的列在下面。"
REPORT_SCATTERED = "另有 {count} 个问题，提问不足 {fewest} 人，不列出。"
REPORT_NEVER_SAYS = "共 {count} 个条目在现存提问中没有用到，请查看问法与大家的说法是否差得太远。"
REPORT_LOW_SAYS = "有 {fewest} 次以上评价，其中三分之一以上是“没用”的条目。"
REPORT_OVERDUE_SAYS = "共 {count} 个条目到期要复核，核对后请更新核对日期。"
REPORT_NEVER_REVIEWED = "没有核对过"
REPORT_FIRST = "以下为前 {count} 个，全部内容见 Excel 表。"

STATS_HEADING = "{span}的问答情况"
STATS_RATED = "评价：有用 {useful}，没用 {useless}。"
STATS_PASSED_ON = "转给工作人员：{count}。"
STATS_TOPICS = "问得最多的主题："
STATS_DOCUMENTS = "领取最多的文件："
STATS_UNANSWERED = "没答上来、提问人数较多的："
STATS_LOW = "评价不高的条目："
STATS_LINE = "{name}：{count}"
STATS_CARE = {"overdue": "到期要复核的条目 {count} 个", "never": "没有人问过的条目 {count} 个"}
STATS_NOTE = "不足 {fewest} 的数字不显示。查看其他月份请发 /stats 2026-10；完整通报请用 report 命令生成。"

DIGEST_WEEK = "上周（{first}—{last}）"
DIGEST_DAY = "{month}月{day}日"
DIGEST_INQUIRIES = "还有 {count} 个问题待答复，发 /cases 查看。"
DIGEST_SUGGESTIONS = "有 {count} 种新问法可以加入知识库，发 /suggest 处理。"
