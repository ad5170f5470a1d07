"""What matching says of the knowledge; for admins."""

from __future__ import annotations

ENCODER_MISSING = "没有装句子编码器。不装也能用；要装，请运行 pip install 'jianhuitong[encoder]'。"

WORDING_CLAIMED = "问法“{text}”同时属于条目 {first} 和 {second}。请运行 python3 run.py check 看位置，改写或删掉其中一个。"
HEALTH_WEAK = "这一条容易被别的条目抢走：把它的问法逐个拿掉再问，{count} 个里只有 {share} 个还能找到它。请让问题更具体，或与相近的条目合并。"
HEALTH_TWINS = "与条目 {entry}（{file}:{line}）“{question}”问的几乎一样。请合并成一条，或把两个问题写得更分明。"
SEVERITIES = {"error": "错误", "warning": "提醒"}
CACHE_DAMAGED = "缓存 {name} 不完整或已损坏，不再使用，重新生成。"
