"""What is wrong with the settings; for admins."""

from __future__ import annotations

RIGHTS_CLOSED = "{path} 含有提问记录或令牌，原来本机其他用户也能查看，现已改为仅您本人可读写。"
RIGHTS_OPEN = "注意：{path} 含有提问记录或令牌，而本机其他用户也能查看。请将其权限改为 {mode}，或换一个仅供机器人使用的文件夹。"

SETTING_UNKNOWN = "无法识别设置 {name}。可用的设置有：{known}。请改正名称，或删除这一行。"
SETTING_FOLDER = "设置 {name} 的文件夹“{value}”找不到对应的用户目录。请写完整路径。"
SETTING_PORT = "设置 {name} 应是 1 到 65535 之间的端口号，现在是“{value}”。请改正后重新启动。"
SETTING_SWITCH = "设置 {name} 应是 on 或 off，现在是“{value}”。请改正后重新启动。"
SETTING_ADDRESS = "设置 {name} 应是以 http:// 或 https:// 开头的网址，现在是“{value}”。请改正后重新启动。"
DOTENV_UNREADABLE = "无法读取设置文件 {path}。请用记事本打开，选“另存为”，编码选 UTF-8；如果打不开，请检查文件权限。"
DOTENV_LINE = "设置文件 {path} 第 {line} 行没有等号。每行应写成“名称=值”，例如 JIANHUI_TELEGRAM_TOKEN=123456:ABC。"
SETTING_DAYS = "{name}={value} 不是有效的天数。请写整数，例如 180；0 表示不删除。"
SETTING_ADMIN = "{name} 里的“{value}”不是有效的账号编号。请按 telegram:4711 的格式填写；私聊机器人发 /id 可查看自己的编号。"
SETTING_RATE = "{name}={value} 不是有效的每秒条数。请写 0 到 9999 的整数，0 表示不限。"
SETTING_CHAT = "{name}={value} 不是有效的会话编号。请按 telegram:-1001234 的格式填写（群的编号以 -100 开头）。"
