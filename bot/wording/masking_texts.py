"""What stands in a kept text for what was taken out of it."""

from __future__ import annotations

MASKED = {
    "id": "〔身份证号〕",
    "credit": "〔统一社会信用代码〕",
    "phone": "〔电话〕",
    "card": "〔银行卡号〕",
    "mail": "〔邮箱〕",
    "qq": "〔QQ号〕",
    "wechat": "〔微信号〕",
    "account": "〔账号〕",
    "number": "〔号码〕",
    "name": "〔姓名〕",
    "company": "〔单位〕",
}
