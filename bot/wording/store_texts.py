"""What is wrong with the database; for admins."""

from __future__ import annotations

STORE_LOCKED = "数据库 {path} 正被另一个程序占用。请关闭正在使用它的程序（例如数据库查看工具、备份程序），再试一次。"
STORE_FULL = "磁盘已满，数据库 {path} 写不进去。请腾出空间，再试一次。"
STORE_DAMAGED = (
    "文件 {path} 不是数据库，或者已经损坏。请停止程序，把它连同名称以 -wal、-shm 结尾的同名文件移到别处保存好，"
    "再用 restore 命令恢复备份；没有备份就加 --fresh 启动：损坏的改名保留，从空的数据库开始。"
)
STORE_GONE = (
    "机器人运行时，数据库 {path} 被删除或换掉了，已停止服务，免得记录丢失。{rescued}请恢复备份或核对文件夹，再重新启动。"
)
STORE_RESCUED = "停下时的全部记录已另存为 {path}，改名为 jianhui.db 就能接着用。"
STORE_FRESH = "已把原来的数据库改名为 {path}，从空的数据库开始。"
STORE_FULL_SOON = "服务器的磁盘只剩 {free} MB，再满下去新的提问就存不下来了。请尽快腾出空间。"
STORE_UNWRITABLE = (
    "数据库 {path} 打不开，或者不能写入。请让运行本程序的用户可以写入文件夹 {folder}，或用设置 JIANHUI_DATA 换一个文件夹。"
)
STORE_SERVED = (
    "数据文件夹 {folder} 正由另一个运行着的建会通使用，这一个没有启动，免得同一个问题答两遍。"
    "请先停掉那一个再启动；要另开一个机器人，请用设置 JIANHUI_DATA 换一个文件夹。"
)
STORE_DISK = "读写数据库 {path} 时磁盘出错。请检查磁盘是否正常、是否还有空间，再重新启动。"
STORE_NEWER = (
    "数据库 {path} 是更新版本的程序写的（第 {found} 版，本程序只认识到第 {known} 版）。"
    "请升级本程序，或用设置 JIANHUI_DATA 换一个文件夹。"
)
BACKUP_DATABASE = "数据库 {path} 读不出来，或者不完整，没有备份。请确认文件夹对不对、数据库是否损坏，再试一次。"
BACKUP_NEWER = "备份里的数据库是更新版本的程序写的，没有恢复。请升级本程序再试。"
BACKUP_UNWRITABLE = "写不进 {file}。请检查磁盘空间和写入权限，再试一次。"
BACKUP_MISSING = "没有备份文件 {file}。请核对文件名。"
BACKUP_BROKEN = "{file} 不是完整的备份，什么都没有恢复。请换一份备份。"
BACKUP_DONE = (
    "已备份到 {file}：{files} 个文件，其中有 {questions} 个问题的记录，已核对。令牌等设置（.env）不在里面，请另外保存。"
)
BACKUP_FAILED = "今天的自动备份没有成功：{why}"
RESTORE_NOT_EMPTY = "{folder} 已经存在，里面有东西，没有恢复。请换一个空文件夹。"
RESTORE_PUT = "已恢复：{path}"
RESTORE_LEFT = "{path} 已经存在，没有动；备份里的那一份可以用 --to 恢复到别处再取。"
RESTORE_DONE = "恢复的是 {made} 的备份，有 {questions} 个问题的记录。原来的数据库改名留在同一个文件夹里。"
STORE_CLOSED = "数据库已经关闭，程序正在退出。请重新启动后再试。"
STORE_FAILED = "数据库 {path} 出了意料之外的错误（{code}）。请重新启动；如果还出现，请把日志交给维护程序的人。"
