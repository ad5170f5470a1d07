"""What matching says of the knowledge; for admins."""

from __future__ import annotations

ENCODER_MISSING = "未安装语义编码器。不安装也能使用；如需安装，请运行 pip install 'jianhuitong[encoder]'。"

WORDING_CLAIMED = "问法“{text}”同时属于条目 {first} 和 {second}。请运行 python3 run.py check 查看位置，改写或删除其中一个。"
HEALTH_WEAK = "这一条容易与其他条目混淆：逐个去掉它的问法，再用原话提问，{count} 种问法中有 {missed} 种找不到它。请把问题写得更具体，或与相近的条目合并。"
HEALTH_TWINS = "与条目 {entry}（{file}:{line}）“{question}”问的几乎相同。请合并为一条，或让两个问题的区别更明确。"
HEALTH_CROWDED = (
    "知识库现在一共有 {count} 种问法。超过 {largest} 种以后，提问会改用较粗略的办法比对，答准的会变少。"
    "请删去重复、没人会这样问的问法；问法最多的是这一条，有 {own} 种。"
)
SEVERITIES = {"error": "错误", "warning": "提醒"}
CACHE_DAMAGED = "缓存 {name} 不完整或已损坏，将重新生成。"
