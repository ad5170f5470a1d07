"""Documents on request; for askers."""

from __future__ import annotations

SHELF_SENT = "《{title}》（{about}），请下载。"
SHELF_VERSION = "版本 {version}"
SHELF_DAY = "{year}年{month}月{day}日"
SHELF_STYLE = "这是样式，上级工会有规定格式的，以上级工会的为准。"
SHELF_NO_FORMAT = "这份没有{wanted}格式，给您{given}的。"
SHELF_FORMATS = {
    "docx": "Word",
    "doc": "Word",
    "pdf": "PDF",
    "xlsx": "Excel",
    "xls": "Excel",
    "wps": "WPS",
    "et": "WPS 表格",
    "zip": "压缩包",
}
SHELF_FORMAT = "要 {format}"
SHELF_FILL = "帮我填"
SHELF_CONTENTS = "目录"
SHELF_GET = "要这份文件"
SHELF_NEXT = "下一部分"
SHELF_DOCUMENT = "文件：{title}"
SHELF_ALL_OF = "全部文件（{count} 份）"
SHELF_KINDS = {"guide": "指南", "form": "表格", "letter": "文书", "ledger": "台账", "": "其他"}
SHELF_KIND_LINE = "{kind}（{count} 份）"
SHELF_OVERVIEW = "可以下载的有这些，回复数字或点按钮；也可以直接说要哪一份，例如：给我建会请示的模板"
SHELF_WHICH = "有这几份，要哪一份？回复数字或点按钮："
SHELF_NAME_IT = "没有您要的，就说出它的名称，例如：给我选票；发 /guides 看全部。"
SHELF_OF_KIND = "{kind}共 {count} 份，回复数字或点按钮："
SHELF_OF_ENTRY = "“{question}”用得上的文件，回复数字或点按钮："
SHELF_TITLE = "{title}（{formats}）"
SHELF_MORE = "更多（还有 {count} 份）"
SHELF_EMPTY = "现在还没有可以下载的文件。请直接打字提问，或回复“人工”留给工作人员。"
SHELF_GONE = "这份文件已经撤下或改了编号。请发 /guides 看现有的文件。"
SHELF_MISSING = "《{title}》的文件现在取不到。请稍后再要一次，或回复“人工”留给工作人员。"
SHELF_PART = "《{title}》 · {part}"
SHELF_PART_CUT = "这一部分比较长，后面的请看文件。"
SHELF_PARTS_WITHIN = "这一部分里还有这几节，回复数字或点按钮："
SHELF_WHICH_PART = "《{title}》里有这几部分说到，要看哪一部分？回复数字或点按钮："
SHELF_TOC = "《{title}》目录，回复数字看那一部分："
SHELF_NO_PART = "没找到您说的那一部分。"

FILL_NOT = "《{title}》还不能代填，给您空白的。"
FILL_NONE = "现在还没有可以代填的表。请发 /guides 看可以下载的文件。"
FILL_ALONE = "填表要一项一项地问，请在对话里发“帮我填{title}”；或者写好数据文件，运行 fill 命令。"
FILL_NO_SUCH = "没找到可以代填的“{name}”。能代填的有这些，回复数字或点按钮："
