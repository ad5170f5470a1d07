"""Building and filling in documents: what stands in them beside their sources, and what is wrong with a source; for admins."""

from __future__ import annotations

DOC_SAMPLE = "样式（上级工会有规定格式的，以上级工会的为准）"
DOC_AUTHOR = "建会通"
DOC_CONTENTS = "目　录"
DOC_VERSION = "第 {version} 版　{date}"
DOC_DATE = "{year}年{month}月{day}日"
DOC_COVER = "供第一次操办的基层工会干部参考。与上级工会的要求不一致的，以上级工会的为准。"
DOC_PAGE = ("— ", " —")
DOC_DAY_BLANK = ("年", "月", "日")
DOC_FLOW_HEAD = ("做什么", "谁来做", "什么时候")

SOURCE_UNREADABLE = "无法读取源文件 {file}。请确认文件存在，且为 UTF-8 文本。"
SOURCE_HEAD = "源文件应以 --- 开头的信息开始，再以一行 --- 结束，里面至少有 id（编号）和 title（标题）。"
SOURCE_ID = "{file}：id 写的是 {id}，目录里是 {wanted}。请改成一样的。"
SOURCE_LAYOUT = "layout 写的是 {value}。只能写 {layouts} 之一。"
SOURCE_FENCE = "``` 没有结束标记。请在这一块的末尾补上单独一行 ```。"
SOURCE_FENCE_KIND = "``` 后面写的是 {kind}。只能写 {kinds} 之一。"
SOURCE_HEADING = "标题格式有误。请写成“## 标题”，用两到四个 #，后面空一格。"
SOURCE_TABLE_HEAD = "表格要有表头，第二行按 | --- | --- | 的格式写。"
SOURCE_TABLE_ROW = "这一行有 {count} 格，表头有 {head} 格。请补上或删除竖线。"
SOURCE_BOLD = "** 没有成对。请在加粗文字的后面补上 **。"
SOURCE_BLANK = "{{{{ 和 }}}} 没有成对，或其中的名称有误。请按 {{{{单位全称}}}} 的格式写。"
SOURCE_BLANK_UNKNOWN = "空格“{name}”没有登记。请写进开头的 blanks，或写进 fields 文件夹里这份文件的填写项。"
SOURCE_DOCUMENT_UNKNOWN = "[[{id}]] 不在 catalogue.yaml 里。请改正编号，或先把文件登记进去。"
SOURCE_FLOW = "流程的每一步应写成“做什么｜谁来做｜什么时候”，用竖线分成三段。"
SOURCE_EMPTY = "这一块没有内容。请补上内容，或删除。"
SOURCE_GRID_TOP = "表格应有 columns（各列的宽度比例）和 rows（各行）两个键。"
SOURCE_GRID_COLUMNS = "columns 应是一组 1 到 40 的整数，如 [3, 5, 3, 5]，至多 {most} 个。"
SOURCE_GRID_ROW = "一行应是一组单元格，或是 head（表头）、each（名单）两种写法之一。"
SOURCE_GRID_SPAN = "这一行各格共占 {count} 列，而 columns 有 {columns} 列。请补上单元格，或改正 span。"
SOURCE_GRID_CELL = "单元格应是文字，或按 {{text: 文字, span: 2}} 的格式写。"
SOURCE_GRID_NUMBER = "{key} 写的是 {value}。请写成 1 到 {most} 的整数。"
SOURCE_GRID_ALIGN = "align 写的是 {value}。只能写 left 或 center。"
SOURCE_GRID_EACH = "each 写的是 {name}，但这一行没有对应的空格。请按 {{{{{name}.列名}}}} 的格式写。"

TEMPLATE_MISSING = (
    "没有模板 {file}。请运行 jianhui guides build 生成，或在 templates 文件夹里放一个写有 {{{{名称}}}} 的 Word 文件。"
)
TEMPLATE_BROKEN = "模板 {file} 打不开，可能不是 .docx 文件，或已损坏。请用 Word 或 WPS 另存为 .docx，再放回 templates 文件夹。"
TEMPLATE_TAG = "模板 {file} 里的标记有误。空格请按 {{{{单位全称}}}} 的格式写，两边各两个花括号，中间只写名称。"
TEMPLATE_UNKNOWN = "模板里的 {{{{{name}}}}} 没有对应的填写项，将留空。请改为已有填写项的名称，或改为下划线。"
TEMPLATE_LACKS = "模板里没有 {{{{{name}}}}}，填写的内容不会出现在文件里。请在相应位置补上。"

BUILD_STRAY = "{file} 没有登记，无法下载。请写进 {catalogue}，或移出 files 文件夹。"
BUILD_NOTHING = "{file} 里没有登记文件，没有内容可生成。请先登记。"
BUILD_UNKNOWN = "目录里没有编号是 {id} 的文件。运行 jianhui guides list 可查看全部编号。"
BUILD_UNKNOWN_NEAR = "目录里没有编号是 {id} 的文件，是否应为 {near}？运行 jianhui guides list 可查看全部编号。"
BUILD_OWN = "{id} 在目录里没有写 source（源文件），是直接放进来的文件，不用生成。"
BUILD_EXTRA = "没有安装生成文件所需的组件。请运行 pip install '.[guides]'（不是从源码目录运行的，用 pip install 'jianhuitong[guides]'），再试一次。"
BUILD_FORMAT = "{file} 的格式不能由 {source} 生成，只能是 {formats}。请改正目录里的 files。"
BUILD_NO_DATE = "{id} 在目录里没有写 date（日期）。请补上，按 2026-11-22 的格式写。"
BUILD_STALE = "{id} 的源文件或目录已修改，但供下载的文件仍是旧的。请运行 jianhui guides build {id}。"
BUILD_FOREIGN = (
    "{file} 与生成的不一致。如果换成了自己的文件，请删除目录里 {id} 的 source；否则请运行 jianhui guides build {id}。"
)
BUILD_DONE = "{title}：{files}"
BUILD_WRONG = "{title} 没有生成："
BUILD_SUMMARY = "已生成 {count} 份资料，共 {files} 个文件，用时 {seconds:.1f} 秒。"
BUILD_FAILED = "有 {count} 份没有生成，原文件保持不变。请按上面的提示改好源文件，再运行一次。"
