"""Editing the knowledge; for admins."""

from __future__ import annotations

EDIT_NO_ENTRIES = "这个文件里没有条目（entries），无法修改。请用文本编辑器打开核对。"
EDIT_NO_ENTRY = "没有编号为 {id} 的条目。请用 /find 查到正确的编号再改。"
EDIT_NO_KEY = "条目 {id} 没有可修改的 {key} 项。请核对键名；分情况的答案写成 variants.情况.answer。"
EDIT_REQUIRED = "{key}（{name}）不能为空。请补上内容；条目如不再使用，请停用。"
EDIT_KIND = "{key} 的格式有误：应为一段文字的只能写一段，应为清单的要逐条写。请改正后再试。"
EDIT_UNREADABLE = "文件目前无法读取，不能修改：{why}请先用文本编辑器修复，再重新修改。"
EDIT_UNWRITABLE = "这样修改会使文件无法读取，因此没有保存：{why}请改正内容后再试。"
RECORD_UNREADABLE = "这个文件的写法不规则，无法自动修改。请在装机器人的电脑上打开它修改。"
EDIT_TOPIC_TAKEN = "已经有叫“{title}”的主题了，或者这个名称不能用。请直接选它，或者换一个名称。"
RECORD_GONE = "没有编号为 {id} 的这一项，可能已经删除。请回到列表。"
EDIT_GARBLED = "这样修改会影响文件中的其他内容，因此没有保存。请用文本编辑器直接修改这个文件。"

EDIT_ENCODING = "{file} 不是 UTF-8 编码，无法修改。请用文本编辑器另存为 UTF-8，再重新修改。"
EDIT_READ_FAILED = "{file} 打不开：{why}。请检查后再试。"
EDIT_FOLDER_FAILED = "知识文件夹 {path} 打不开。请检查它是否存在、是否有读取权限。"
EDIT_WRITE_FAILED = "{file} 写入失败：{why}，内容没有改动。请关闭正在使用它的程序，检查磁盘空间和写入权限，再试一次。"
EDIT_OUTSIDE = "{file} 不是知识文件夹里的主题文件（.yaml），不能在这里修改。请核对文件名。"

EDIT_NO_TOPIC = "没有主题 {topic}。请先用 /topics 查看现有主题，再新增条目。"
EDIT_RETIRED = "条目 {id} 已于 {day} 停用，无需重复操作。如需恢复，请用 /undo，或在文件里删除 retired 这一行。"
EDIT_SAME = "条目 {id} 的现有内容与此相同，无需修改。请核对后再试。"
EDIT_NOTHING = "与现有内容完全相同，无需修改。"
EDIT_PROBLEM = "这样修改会使知识库出现错误，因此没有保存。{why}"
EDIT_MAYBE_BROKEN = "有的文件目前无法读取，要找的内容可能在其中：{why}"

EDIT_CONFLICT = "{who} 在 {time} 刚改过 {file}：{about}。您的修改尚未保存，请查看对方的修改后再重新修改。"
EDIT_CONFLICT_DISK = "{file} 刚被用文本编辑器修改或移走。您的修改尚未保存，请重新修改。"

EDIT_NO_ACT = "没有这次修改的记录。请先用 /history 查到编号，再撤销。"
EDIT_NOTHING_TO_UNDO = "没有可以撤销的修改。"
EDIT_UNDONE = "这次修改已经撤销：{about}。请用 /history 查看最新情况。"
EDIT_UNDO_TOUCHED = "{file} 的同一处后来又有修改，撤销“{about}”会丢失后来的内容。请先撤销后来的那次，或直接改为需要的内容。"

EDIT_ABOUT_CHANGE = "改 {id} 的{what}"
EDIT_ABOUT_PHRASING = "给 {id} 加问法：{text}"
EDIT_ABOUT_ADD = "新增条目 {id}：{question}"
EDIT_ABOUT_RETIRE = "停用 {id}：{question}"
EDIT_ABOUT_UNDO = "撤销：{about}"
