"""Workbooks, and what is wrong with what they are made from; for those who keep them."""

from __future__ import annotations

BOOK_FILE = "工作簿的源文件"
BOOK_AUTHOR = "建会通"
BOOK_SAMPLE = "（样式，上级工会有规定格式的，以上级工会的为准）"
BOOK_PAGES = "第 &P 页，共 &N 页"
BOOK_BACK = "← 回首页"
BOOK_TOTAL = "合计"
BOOK_PAST = "已过期"
BOOK_SOON = "快到期"
BOOK_FINE = "正常"
BOOK_DONE = "已办结"
BOOK_UNSET = "未填"
BOOK_UNREADABLE = "请核对"
BOOK_MARK = "写法不对："
BOOK_HOLIDAYS = "节假日"
BOOK_DAYS = ("放假日期", "调休上班日期")
BOOK_SIGN = "＿＿＿＿＿＿"
BOOK_BELOW = "有 {{0}} 行写到了第 {last} 行以后，没有统计进去，请另存一份分开登记。"
BOOK_DIRTY = "有 {0} 格的日期或数字写法不对（红色的格），没有统计进去：日期写成 2026-12-05，数字不带“元”“万”“人”。"
BOOK_TOTAL_OF = "{value}合计"
BOOK_YES_NO = ("是", "否")
BOOK_LISTS = "下拉选项"
BOOK_LISTS_PURPOSE = (
    "各表下拉框里的选项。要加选项，请写在该列最后一项的下一格，中间不要留空；已有的选项请勿改名，有的公式按名称统计。"
)
BOOK_LIST_NAME = "选项"
BOOK_DATES = ("事项", "到期日", "还剩天数", "提醒", "说明")
BOOK_COUNTS = ("查什么", "个数", "怎么办")
BOOK_OVERVIEW = ("表名", "已登记", "缺填", "已过期", "快到期", "做什么用")
BOOK_COLOURS = {"灰色": "calculated", "蓝色": "missing", "橙色": "soon", "红色": "past"}
BOOK_REFUSED_TITLE = "填写有误"
BOOK_REFUSED = {
    "calculated": "灰色的格自动计算，不用填。数字有误的，请改它所依据的单元格。",
    "choice": "请从下拉框里选一项。",
    "list": "请从下拉框里选一项。没有合适选项的，请先到“下拉选项”表添加。",
    "column": "请从下拉框里选一项。没有的，请先到“{sheet}”表登记。",
    "date": "请填日期，格式如 2026-12-05。",
    "after": "请填日期，格式如 2026-12-05，不能早于“{other}”。",
    "number": "请填整数，不带单位，不能是负数。",
    "money": "请填数字，不带“元”字，不能是负数。",
    "limits": "请填 {least} 到 {most} 之间的数字。",
    "most": "请填数字，不能大于“{other}”。",
}
BOOK_TOP = "开头应是 id（编号）、title（标题）和 sheets（工作表）这几个键。"
BOOK_SHEET_EMPTY = "一张工作表应写 columns（各列）或 parts（各部分），二者选一。"
BOOK_COLOR = "标签颜色“{value}”有误。请写成六位数字和字母，如 1F77B4。"
BOOK_NEEDS = {
    "formula": "“{name}”的类型是 formula，要写 formula（公式）。",
    "choice": "“{name}”的类型是 choice，要写 choices（可选的）。",
    "status": "“{name}”的类型是 status，要写 of（哪一列的提醒）。",
    "due": "“{name}”的类型是 due，应写 formula（公式），或写 start（从哪一列算起）和 add（加多久）。",
}
BOOK_CHOICES = "“{name}”写了 choices（可选的），类型应是 choice。"
BOOK_TERM = "add 写的是 {value}。请写成数字或列名，空一格，再写 {terms} 之一，如 20 days。"
BOOK_SPANS = "spans 要和 head 一样多，都是整数，加起来等于 {grid}。"
BOOK_ROW = "这一行应有 {count} 格，和 head 一样多。"
BOOK_NO_COLUMN = "没有名为“{name}”的列。请改正列名。"
BOOK_TWICE = "名称“{name}”重复。请修改其中一个。"
BOOK_NAME = "名称“{name}”不能使用。应不超过 24 个字，不能有空格、点、引号、花括号、方括号和 : * ? / ^ 这些符号。"
BOOK_REFERENCE = "工作表“{sheet}”里没有“{name}”。请改正公式里的名称。"
BOOK_NO_LIST = "“{sheet}”用的下拉选项“{name}”没有定义。请在 lists 里加上。"
BOOK_LIST_LONG = "“{sheet}”的“{name}”选项过长。请移到 lists 里，再写明它的名称。"
BOOK_NO_KEY = "工作表“{sheet}”没有要填的列，无法统计登记条数。请加一列。"
BOOK_FUNCTION = "工作表“{sheet}”的公式用了 {name}，Excel 2010、WPS 或 LibreOffice 里可能没有这个函数。请换成旧版也有的函数。"
BOOK_FORMULA = "工作表“{sheet}”的公式“{formula}”有误。请核对括号和引号。"
BOOK_RULE = "工作表“{sheet}”的“{name}”限制条件过长。请缩短提示或公式。"
BOOK_WIDE = "工作表“{sheet}”各列总宽 {width}，打印时字会太小。请缩减到 {most} 以内。"
BOOK_TOTAL_FIRST = "工作表“{sheet}”第一列不能计算合计。请在前面放一列序号或名称。"
