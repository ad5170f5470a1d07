"""What is wrong with the database; for admins."""

from __future__ import annotations

STORE_LOCKED = "数据库 {path} 正被另一个程序占用。请关闭正在使用它的程序（例如数据库查看工具、备份程序），再试一次。"
STORE_FULL = "磁盘已满，数据库 {path} 写不进去。请腾出空间，再试一次。"
STORE_DAMAGED = (
    "文件 {path} 不是数据库，或者已经损坏。请停止程序，把它连同名称以 -wal、-shm 结尾的同名文件移到别处保存好，"
    "再放回备份；没有备份就直接重新启动，程序会新建一个。"
)
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
STORE_CLOSED = "数据库已经关闭，程序正在退出。请重新启动后再试。"
STORE_FAILED = "数据库 {path} 出了意料之外的错误（{code}）。请重新启动；如果还出现，请把日志交给维护程序的人。"
