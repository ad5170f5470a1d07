"""What stands in a kept text for what was taken out of it."""

from __future__ import annotations

MASKED = {
    "id": "〔身份证号〕",
    "phone": "〔电话〕",
    "card": "〔银行卡号〕",
    "mail": "〔邮箱〕",
    "account": "〔账号〕",
}
