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
