"""Editing the knowledge; for admins."""

from __future__ import annotations

EDIT_NO_ENTRIES = "这个文件里没有条目（entries），改不了。请用文本编辑器打开它核对。"
EDIT_NO_ENTRY = "没有编号为 {id} 的条目。请用 /find 查到正确的编号再改。"
EDIT_NO_KEY = "条目 {id} 没有 {key} 这一项可以改。请核对键名；分情况的答案写成 variants.情况.answer。"
EDIT_REQUIRED = "{key}（{name}）不能为空。请写上内容；条目不再用的话，请停用它。"
EDIT_KIND = "{key} 的内容形式不对：一段文字的只能写一段，清单要一条一条地写。请改好再试。"
EDIT_UNREADABLE = "文件现在读不了，改不了：{why}请先用文本编辑器改好它，再重新做这次修改。"
EDIT_UNWRITABLE = "这样改，文件就读不了了，所以没有改：{why}请改好内容再试。"
EDIT_GARBLED = "这样改会弄乱文件里别的内容，所以没有改。请用文本编辑器直接改这个文件。"

EDIT_ENCODING = "{file} 不是 UTF-8 编码，改不了。请用文本编辑器把它另存为 UTF-8，再重新做这次修改。"
EDIT_READ_FAILED = "{file} 打不开：{why}。请检查后再试。"
EDIT_FOLDER_FAILED = "知识文件夹 {path} 打不开。请检查它还在不在、有没有读取权限。"
EDIT_WRITE_FAILED = "{file} 写不进去：{why}，所以什么也没有改。请关掉正在打开它的程序，检查磁盘空间和写入权限，再试一次。"
EDIT_OUTSIDE = "{file} 不是知识文件夹里的主题文件（.yaml），不能这样改。请核对文件名。"

EDIT_NO_TOPIC = "没有 {topic} 这个主题。请先用 /topics 查到主题，再新增条目。"
EDIT_RETIRED = "条目 {id} 在 {day} 已经停用了，不用再停用。要恢复它，请用 /undo，或者在文件里删掉 retired 这一行。"
EDIT_SAME = "条目 {id} 本来就是这样写的，没有要改的。请核对后再试。"
EDIT_NOTHING = "和现在的内容完全一样，没有要改的。"
EDIT_PROBLEM = "这样改以后知识会有错误，所以没有改。{why}"
EDIT_MAYBE_BROKEN = "有的文件现在读不了，它也可能在里面：{why}"

EDIT_CONFLICT = "{who} 在 {time} 刚改过 {file}：{about}。您的修改还没有保存，请看过他的修改，再重新做一次。"
EDIT_CONFLICT_DISK = "{file} 刚被人用文本编辑器改过或者移走了。您的修改还没有保存，请重新做一次。"

EDIT_NO_ACT = "没有这次修改的记录。请用 /history 查到编号再撤销。"
EDIT_NOTHING_TO_UNDO = "没有可以撤销的修改。"
EDIT_UNDONE = "这次修改已经撤销过了：{about}。请用 /history 看现在的情况。"
EDIT_UNDO_TOUCHED = "{file} 里同一个地方后来又改过，撤销“{about}”会弄丢后来的修改。请先撤销后来的那次，或者直接改成想要的内容。"

EDIT_ABOUT_CHANGE = "改 {id} 的{what}"
EDIT_ABOUT_PHRASING = "给 {id} 加问法：{text}"
EDIT_ABOUT_ADD = "新增条目 {id}：{question}"
EDIT_ABOUT_RETIRE = "停用 {id}：{question}"
EDIT_ABOUT_UNDO = "撤销：{about}"
