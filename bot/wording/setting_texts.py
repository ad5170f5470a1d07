"""What is wrong with the settings; for admins."""

from __future__ import annotations

RIGHTS_CLOSED = "{path} 含有提问记录或令牌，原来本机其他用户也能查看，现已改为仅您本人可读写。"
RIGHTS_OPEN = "注意：{path} 含有提问记录或令牌，而本机其他用户也能查看。请将其权限改为 {mode}，或换一个仅供机器人使用的文件夹。"

SETTING_UNKNOWN = "无法识别设置 {name}。可用的设置有：{known}。请改正名称，或删除这一行。"
SETTING_FOLDER = "设置 {name} 的文件夹“{value}”找不到对应的用户目录。请写完整路径。"
SETTING_PORT = "设置 {name} 应是 1 到 65535 之间的端口号，现在是“{value}”。请改正后重新启动。"
SETTING_SWITCH = "设置 {name} 应是 on 或 off，现在是“{value}”。请改正后重新启动。"
SETTING_ADDRESS = "设置 {name} 应是以 http:// 或 https:// 开头的网址，现在是“{value}”。请改正后重新启动。"
DOTENV_UNREADABLE = "无法读取设置文件 {path}：{why}。请检查文件和它的权限，再重新启动。"
DOTENV_ENCODING = "设置文件 {path} 不是 UTF-8 编码，无法读取。请用记事本打开，选“另存为”，编码选 UTF-8。"
DOTENV_NOT_PLAIN = "{path} 应是设置文件，现在却是{kind}，无法读取。请把它删除或改名，再用记事本新建一个名为 .env 的文本文件。"
DOTENV_LARGE = "设置文件 {path} 有 {size} MiB，超过了 {most} MiB 的上限，多半不是设置文件。请改名，再新建一个只写设置的 .env。"
DOTENV_UNSEEN = "设置文件 {path} 第 {line} 行有不可见字符，可能已损坏或不是 UTF-8 编码。请删除这一行重新输入，并另存为 UTF-8。"
DOTENV_LINE = "设置文件 {path} 第 {line} 行没有等号。每行应写成“名称=值”，例如 JIANHUI_TELEGRAM_TOKEN=123456:ABC。"
SETTING_DAYS = "{name}={value} 不是有效的天数。请写整数，例如 180；0 表示不删除。"
SETTING_ADMIN = "{name} 里的“{value}”不是有效的账号编号。请按 telegram:4711 的格式填写；私聊机器人发 /id 可查看自己的编号。"
SETTING_LOG = "{name}={value} 不是日志的格式。请写 text 或 json。"
SETTING_RATE = "{name}={value} 不是有效的每秒条数。请写 0 到 9999 的整数，0 表示不限。"
SETTING_CHAT = "{name}={value} 不是有效的会话编号。请按 telegram:-1001234 的格式填写（群的编号以 -100 开头）。"
SETTING_REGION = "{name}={value} 不是省、自治区、直辖市的名称。请写成 江苏 或 江苏省 的样子，只写一个。"
SETTING_QUIET = "{name}={value} 不是有效的免打扰时段。请写成 22:00-07:30 的样子；不需要免打扰，请删掉这一行。"
SETTING_KEY = "{name} 里的密钥太短或者有别的符号。请用 16 个以上的字母、数字、下划线或连字符，几个密钥用逗号隔开。"
SETTING_PROXY = "{name} 里的“{value}”不是 IP 地址。请写反向代理的地址，例如 127.0.0.1；几个用逗号隔开。"
ROLES = ("编辑", "审核", "管理")
SETTING_ROLE = "无法识别 {name} 里的角色“{value}”。请写 {roles} 之一，例如 telegram:4711=编辑；不写则为管理。"
SETTING_MAIL_ADDRESS = "{name}={value} 不是邮箱地址。请写成 gonghui@163.com 的样子，只写一个。"
SETTING_MAIL_ALONE = "设置了 {names}，但没有 JIANHUI_MAIL_ADDRESS。请填上邮箱地址；不接邮箱的话，请删掉这几行。"
SETTING_MAIL_CODE = (
    "设置了 JIANHUI_MAIL_ADDRESS={address}，但没有 JIANHUI_MAIL_PASSWORD。"
    "网易和 QQ 邮箱请到网页邮箱的设置里开启 IMAP/SMTP 服务，把生成的授权码填在这里。"
)
SETTING_MAIL_PROVIDER = "无法识别 {name}={value}。可以填 {known}；其他邮箱请留空，改填 JIANHUI_MAIL_IMAP 和 JIANHUI_MAIL_SMTP。"
SETTING_MAIL_SERVER = (
    "不知道 {address} 的收发服务器。腾讯企业邮箱请加一行 JIANHUI_MAIL_PROVIDER=exmail；"
    "其他邮箱请向邮箱管理员问清 IMAP 和 SMTP 服务器，填在 JIANHUI_MAIL_IMAP 和 JIANHUI_MAIL_SMTP。"
)
SETTING_MAIL_HOST = "{name}={value} 应写成“服务器:端口”，例如 imap.163.com:993。请改正后重新启动。"
SETTING_MAIL_SECURITY = (
    "{name}={value} 应是 ssl、starttls 或 none；none 不加密，只能用于本机的服务器（127.0.0.1）。请改正后重新启动。"
)
SETTING_MAIL_DAILY = "{name}={value} 不是封数。请写 1 到 9999 的整数，例如 20。"
SETTING_QQ_APP = (
    "设置 JIANHUI_QQ_APP_ID 应是一串数字，现在是“{value}”。请到 q.qq.com 的“开发设置”里复制 AppID，改正后重新启动。"
)
SETTING_QQ_PAIR = "接通 QQ 机器人要同时设置 JIANHUI_QQ_APP_ID 和 JIANHUI_QQ_SECRET，现在只有一个。两个都在 q.qq.com 的“开发设置”里，请补上，或者都删掉。"
SETTING_ONEBOT_OPEN = "设置了 JIANHUI_ONEBOT_LISTEN，还要设置 JIANHUI_ONEBOT_TOKEN：至少 {least} 个字符，自己定，OneBot 程序里填同样的。没有它，谁都能连进来。"
SETTING_LISTEN = "设置 {name} 应写成“地址:端口”，例如 127.0.0.1:8095，现在是“{value}”。请改正后重新启动。"
SETTING_GROUPS = "设置 {name} 里的“{value}”不是 QQ 群号。群号是 5 到 12 位数字，几个群用逗号隔开。请改正后重新启动。"
SETTING_HOURS = "{name}={value} 不是小时数。请写 0 到 999 的整数，0 表示不提醒。"
SETTING_LIMIT = "{name}={value} 不是每分钟条数。请写 0 到 99999 的整数，0 表示不限。"
