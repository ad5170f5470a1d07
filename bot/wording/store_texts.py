"""What is wrong with the database; for admins."""

from __future__ import annotations

STORE_LOCKED = "数据库 {path} 正被其他程序占用。请关闭使用它的程序（例如数据库查看工具、备份程序），再试一次。"
STORE_FULL = "磁盘已满，无法写入数据库 {path}。请清理磁盘，再试一次。"
STORE_DAMAGED = (
    "文件 {path} 不是数据库，或已损坏。请停止程序，将它连同以 -wal、-shm 结尾的同名文件移到别处保存，"
    "再用 restore 命令恢复备份；没有备份时请加 --fresh 启动，损坏的文件会改名保留，并改用空数据库。"
)
STORE_GONE = (
    "机器人运行时，数据库 {path} 被删除或替换，为防止记录丢失，已停止服务。{rescued}请恢复备份或核对文件夹，再重新启动。"
)
STORE_RESCUED = "停止时的全部记录已另存为 {path}，改名为 jianhui.db 即可继续使用。"
STORE_FRESH = "原来的数据库已改名为 {path}，现改用空数据库。"
STORE_FULL_SOON = "服务器磁盘仅剩 {free} MB，空间用尽后将无法保存新的提问。请尽快清理磁盘。"
STORE_UNWRITABLE = (
    "数据库 {path} 打不开，或不能写入。请为运行本程序的用户开通文件夹 {folder} 的写入权限，或用设置 JIANHUI_DATA 换一个文件夹。"
)
STORE_SERVED = (
    "数据文件夹 {folder} 正由另一个运行中的建会通使用。为避免重复回答，本次没有启动。"
    "请先停止另一个再启动；如需另开一个机器人，请用设置 JIANHUI_DATA 换一个文件夹。"
)
STORE_DISK = "读写数据库 {path} 时磁盘出错。请检查磁盘是否正常、空间是否充足，再重新启动。"
STORE_NEWER = (
    "数据库 {path} 由更新版本的程序写入（第 {found} 版，本程序最高支持第 {known} 版）。"
    "请升级本程序，或用设置 JIANHUI_DATA 换一个文件夹。"
)
BACKUP_DATABASE = "数据库 {path} 无法读取或不完整，未能备份。请确认文件夹是否正确、数据库是否损坏，再试一次。"
BACKUP_NEWER = "备份里的数据库由更新版本的程序写入，未能恢复。请升级本程序后再试。"
BACKUP_UNWRITABLE = "无法写入 {file}。请检查磁盘空间和写入权限，再试一次。"
BACKUP_MISSING = "找不到备份文件 {file}。请核对文件名。"
BACKUP_BROKEN = "{file} 不是完整的备份，没有恢复任何内容。请换一份备份。"
BACKUP_SEAL_ASK = "备份口令："
BACKUP_SEAL_AGAIN = "再输入一遍："
BACKUP_SEAL_DIFFERS = "两次输入的口令不一样，没有备份。请重新运行。"
BACKUP_SEAL_EMPTY = "没有输入口令，没有备份。请重新运行，或去掉 --seal。"
BACKUP_SEAL_NEEDED = "{file} 是用口令加密的备份。请在终端里运行这条命令并输入口令，或设置 JIANHUI_BACKUP_PASSPHRASE。"
BACKUP_SEAL_WRONG = "口令不对，或 {file} 已损坏，没有恢复任何内容。请核对口令再试。"
BACKUP_NO_LIBRARY = "加密备份需要 cryptography 库。请运行 pip install cryptography 后再试。"
BACKUP_DONE = "已备份到 {file}：{files} 个文件，含 {questions} 个提问记录，已核对。令牌等设置（.env）不包括在内，请另行保存。"
BACKUP_FAILED = "今天的自动备份失败：{why}"
RESTORE_NOT_EMPTY = "{folder} 不是空文件夹，没有恢复。请换一个空文件夹。"
RESTORE_PUT = "已恢复：{path}"
RESTORE_LEFT = "{path} 已存在，未做改动；如需备份中的那一份，可用 --to 恢复到别处再取。"
RESTORE_DONE = "已恢复 {made} 的备份，含 {questions} 个提问记录。原来的数据库已改名，保留在同一文件夹。"
STORE_CLOSED = "数据库已关闭，程序正在退出。请重新启动后再试。"
STORE_FAILED = "数据库 {path} 发生意外错误（{code}）。请重新启动；如果再次出现，请把日志交给维护人员。"
STORE_SERVER_URL = (
    "设置 JIANHUI_DATABASE 无法识别。请写成 postgresql://用户名:密码@服务器/数据库 的形式；不设则使用数据文件夹里的数据库。"
)
STORE_SERVER_EXTRA = "设置 JIANHUI_DATABASE 需要 PostgreSQL 组件。请运行 pip install 'jianhuitong[postgres]' 安装，再试一次。"
STORE_SERVER_AWAY = "连不上数据库服务器 {where}，或连接中断（{code}）。请确认服务器已启动、网络畅通，再试一次。"
STORE_SERVER_REFUSES = "数据库服务器 {where} 拒绝登录（{code}）。请核对 JIANHUI_DATABASE 中的用户名、密码和数据库名。"
STORE_SERVER_RIGHTS = "数据库 {where} 无法使用（{code}）。请确认 JIANHUI_DATABASE 中的用户可以建表，且数据库未被其他程序改动。"
STORE_SERVER_FULL = "数据库服务器 {where} 的磁盘、内存或连接数已用尽（{code}）。请在服务器上释放空间，再试一次。"
STORE_SERVER_BUSY = "数据库 {where} 正被其他程序占用（{code}）。请稍后再试。"
STORE_SERVER_NEWER = "数据库 {where} 由更新版本的程序写入（第 {found} 版，本程序最高支持第 {known} 版）。请升级本程序。"
STORE_SERVER_FAILED = "数据库 {where} 发生意外错误（{code}）。请重新启动；如果再次出现，请把日志交给维护人员。"
STORE_NOT_WHOLE = (
    "数据库 {where} 里的数据不完整：上次迁移中途停止。请清空该数据库，再用 move-store 命令重新迁移；原来的数据没有改动。"
)
STORE_TAKEN_OVER = "另一个进程已接手这条消息，本进程不再处理。请确认网络和数据库连接正常。"
MOVE_NO_SOURCE = "找不到数据库文件 {path}。请核对路径，例如 data/jianhui.db。"
MOVE_NOT_EMPTY = "目标 {where} 里已有数据，没有迁移。请换一个空的数据库，或先把它清空。"
MOVE_VERSION = "数据库 {where} 是第 {found} 版，本程序是第 {known} 版。请先用本程序启动一次机器人，让数据库升级，再迁移。"
MOVE_SERVED = "数据库 {where} 正由运行中的建会通使用。请先停止所有进程，再迁移。"
MOVE_DIFFERS = "迁移后核对不一致：{table} 迁出 {sent} 行，读回 {back} 行或内容不同。原来的数据没有改动，请清空目标后重试。"
MOVE_TABLE = "{table}：{count} 行，核对一致"
MOVE_DONE = "已迁移 {rows} 行，逐行核对一致。原来的数据没有改动。请把 JIANHUI_DATABASE 设为新数据库的地址，再启动机器人。"
RESTORE_SERVER = (
    "机器人正使用 PostgreSQL。请加 --to 恢复到一个空文件夹，再用 move-store 命令把其中的 data/jianhui.db 迁移到空的数据库。"
)
STORE_BEHIND = "服务器 {host} 上的知识库文件与正在生效的第 {number} 版不同。请核对共享文件夹，或在这台服务器上更新知识库文件。"
