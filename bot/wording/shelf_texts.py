"""Documents on request; for askers."""

from __future__ import annotations

SHELF_SENT = "《{title}》（{about}），请下载。"
SHELF_VERSION = "版本 {version}"
SHELF_DAY = "{year}年{month}月{day}日"
SHELF_STYLE = "这是样式，上级工会有规定格式的，以上级工会的为准。"
SHELF_NO_FORMAT = "这份文件没有{wanted}格式，已发{given}格式。"
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
SHELF_OVERVIEW = "可以下载以下文件，请回复数字或点按钮；也可以直接说明要哪一份，例如：给我建会请示的模板"
SHELF_WHICH = "您要的是哪一份？回复数字或点按钮："
SHELF_NAME_IT = "如果没有，请直接发文件名，例如：给我选票；发 /guides 查看全部。"
SHELF_NONE = "没有现成的《{name}》样本。"
SHELF_NONE_UNNAMED = "没有您要的这份现成样本。"
SHELF_HAVE = "《{title}》有现成的，点按钮就能下载。"
SHELF_NEAREST = "最接近的是《{title}》，和您要的不是同一份，只供参考。"
SHELF_PERHAPS = "有一份《{title}》，请看是不是您要的。"
SHELF_NONE_LIKE = "名称相近的有下面几份，和您要的不是同一份，回复数字或点按钮："
SHELF_WHAT = "您要哪一份文件？请写出名称，例如：给我选票；发 /guides 查看全部。"
SHELF_NONE_ENTRIES = "怎么写、怎么办，可以看下面几条，回复数字或点按钮："
SHELF_NONE_HUMAN = "如果急用，请回复“人工”转给工作人员，或向上级工会要一份。"
SHELF_OF_KIND = "{kind}共 {count} 份，回复数字或点按钮："
SHELF_OF_ENTRY = "与“{question}”有关的文件，回复数字或点按钮："
SHELF_TITLE = "{title}（{formats}）"
SHELF_MORE = "更多（还有 {count} 份）"
SHELF_EMPTY = "暂时没有可下载的文件。请直接提问，或回复“人工”转给工作人员。"
SHELF_GONE = "这份文件已撤下或有更新。请发 /guides 查看现有的文件。"
SHELF_MISSING = "《{title}》的文件暂时打不开。请稍后再试，或回复“人工”转给工作人员。"
SHELF_PART = "《{title}》 · {part}"
SHELF_PART_CUT = "这一部分较长，其余内容请看文件。"
SHELF_PARTS_WITHIN = "这一部分包括以下几节，回复数字或点按钮："
SHELF_WHICH_PART = "《{title}》里有以下部分提到，您要看哪一部分？回复数字或点按钮："
SHELF_TOC = "《{title}》目录，回复数字查看对应部分："
SHELF_NO_PART = "没有找到您说的部分。"

FILL_NOT = "《{title}》暂不支持代填，请先用空白表。"
FILL_NONE = "暂时没有可代填的表。请发 /guides 查看可下载的文件。"
FILL_ALONE = "填表需要逐项询问，请在对话里发“帮我填{title}”；或写好数据文件，运行 fill 命令。"
FILL_NO_SUCH = "没有可代填的“{name}”。以下文件可以代填，回复数字或点按钮："
