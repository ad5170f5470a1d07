"""One redaction for what is kept and what is imported: a table of what must go and of what must stay."""

from __future__ import annotations

import random
import time

import hypothesis.strategies as st
import pytest
from hypothesis import given
from hypothesis import settings as examples

from bot import wording
from bot.redaction import Redactor, redact

ID, CREDIT, PHONE, CARD, MAIL, QQ, WECHAT, ACCOUNT, NUMBER = (
    wording.MASKED[kind] for kind in ("id", "credit", "phone", "card", "mail", "qq", "wechat", "account", "number")
)

GOES = [
    # mobiles, however they are written
    ("打13812345678", f"打{PHONE}"),
    ("138 1234 5678", PHONE),
    ("138-1234-5678", PHONE),
    ("138.1234.5678", PHONE),
    ("1381 2345 678", PHONE),
    ("1 3 8 1 2 3 4 5 6 7 8", PHONE),
    ("138  1234  5678", PHONE),
    ("138—1234—5678", PHONE),
    ("１３８１２３４５６７８", PHONE),
    ("+8613812345678", PHONE),
    ("+86 138-1234-5678", PHONE),
    ("86 13812345678", PHONE),
    ("008613812345678", PHONE),
    ("电话是19912345678，微信同号", f"电话是{PHONE}，微信同号"),
    ("13812345678或者15912345678", f"{PHONE}或者{PHONE}"),
    ("13812345678、15912345678", f"{PHONE}、{PHONE}"),
    ("2023-12-20联系13812345678", f"2023-12-20联系{PHONE}"),
    ("20231220 13812345678", f"20231220 {PHONE}"),
    ("手机13812345678转人事", f"手机{PHONE}转人事"),
    ("我13812345678，25人", f"我{PHONE}，25人"),
    # in Chinese digits
    ("一三八一二三四五六七八", PHONE),
    ("幺三八幺二三四五六七八", PHONE),
    ("一三八 一二三四 五六七八", PHONE),
    ("电话一三九〇〇〇一二三四五", f"电话{PHONE}"),
    ("一三八1234五六七八", PHONE),
    ("零五一二六五二二一二三四", PHONE),
    ("电话六五二二一二三四", f"电话{PHONE}"),
    ("三二〇五〇二一九九〇〇三〇七一二三四", ID),
    ("六二二二零二一二三四五六七八九零一二三", CARD),
    # landlines
    ("0512-65221234", PHONE),
    ("(0512)65221234", PHONE),
    ("（0512）65221234", PHONE),
    ("0512 6522 1234", PHONE),
    ("051265221234", PHONE),
    ("010-12345678转8", PHONE),
    ("021-12345678-801", PHONE),
    ("电话65221234", f"电话{PHONE}"),
    ("座机：6522 1234", f"座机：{PHONE}"),
    ("打65221234没人接", f"打{PHONE}没人接"),
    ("联系方式 6522-1234", f"联系方式 {PHONE}"),
    # ID numbers
    ("320502199003071234", ID),
    ("32050219900307123X", ID),
    ("32050219900307123x", ID),
    ("身份证 320502 19900307 123X 查一下", f"身份证 {ID} 查一下"),
    ("320502-19900307-1234", ID),
    ("3205 0219 9003 0712 34", ID),
    ("３２０５０２１９９００３０７１２３Ｘ", ID),
    ("320502900307123", ID),
    ("身份证号:320502200512310011是我的", f"身份证号:{ID}是我的"),
    # cards and accounts
    ("卡号6222 0212 3456 7890 123", f"卡号{CARD}"),
    ("6222021234567890123", CARD),
    ("6222-0212-3456-7890", CARD),
    ("3205 0188 4136 0000 1234", CARD),
    ("开户行账户 32050188413600001234", f"开户行账户 {ACCOUNT}"),
    ("对公账户：3205 0188 4136 0000 1234", f"对公账户：{ACCOUNT}"),
    ("622202 1234 5678 901", CARD),
    ("6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0", CARD),
    ("账号1102020109000123456", f"账号{ACCOUNT}"),
    # social credit codes
    ("统一代码91320500MA1ABCDEX3", f"统一代码{CREDIT}"),
    ("91320594MA1MX2XX3Y", CREDIT),
    ("91320594ma1mx2xx3y", CREDIT),
    ("社会信用代码：81320500MC1234567A", f"社会信用代码：{CREDIT}"),
    ("税号91 320500 MA1ABCDEX3", f"税号{CREDIT}"),
    # mails
    ("a.b@suzhou.gov.cn", MAIL),
    ("发到zhang_san-1@163.com谢谢", f"发到{MAIL}谢谢"),
    ("12345678@qq.com", MAIL),
    ("wang＠example．com", MAIL),
    ("名字是a+b%c@mail-1.example.org", f"名字是{MAIL}"),
    # chat accounts and payments
    ("加我12345678", f"加我{ACCOUNT}"),
    ("加我 wang123456", f"加我 {ACCOUNT}"),
    ("加我QQ：12345678", f"加我QQ：{QQ}"),
    ("qq 12345", f"qq {QQ}"),
    ("扣扣号是1234567890", f"扣扣号是{QQ}"),
    ("群号 123456789", f"群号 {QQ}"),
    ("QQ群：123456789", f"QQ群：{QQ}"),
    ("进群123456789", f"进群{QQ}"),
    ("微信号abc_1234", f"微信号{WECHAT}"),
    ("微信：wang-lin88", f"微信：{WECHAT}"),
    ("vx:wanglin2020", f"vx:{WECHAT}"),
    ("V信 wanglin_88", f"V信 {WECHAT}"),
    ("薇信号是wl19900307", f"薇信号是{WECHAT}"),
    ("支付宝 zhangsan88", f"支付宝 {ACCOUNT}"),
    ("支付宝账号：zhangsan_2020", f"支付宝账号：{ACCOUNT}"),
    ("支付宝13812345678", f"支付宝{ACCOUNT}"),
    ("钉钉号 wang12345", f"钉钉号 {ACCOUNT}"),
    # other papers, and long numbers that nothing explains
    ("护照号E12345678", f"护照号{ACCOUNT}"),
    ("社保卡号 1234567890", f"社保卡号 {ACCOUNT}"),
    ("工号20230045", f"工号{ACCOUNT}"),
    ("号码是1234567", f"号码是{NUMBER}"),
    ("会员证123456789", f"会员证{NUMBER}"),
]

STAYS = [
    "98天",
    "2023-12-20",
    "12351",
    "2026年11月26日，20261126",
    "经费12345678元，86人",
    "1,234,567元",
    "12345678.90元",
    "2023.12.20-2024.01.05",
    "2019 2020 2021 2022 2023",
    "2019、2020、2021年",
    "二〇二三年十二月二十日",
    "第十四条和第二十五条",
    "工会法（2021修正）第11条",
    "总工办发〔2016〕27号",
    "苏工发2023第128号文",
    "工资总额的2%，拨60%留40%",
    "打12333、95588、12345",
    "4008208820",
    "400-820-8820",
    "25人以上，3-13人，1/3",
    "9:30到11:30",
    "GB 11643-1999",
    "三八妇女节、五一、六一",
    "一二三四五六",
    "98天产假加60天",
    "100 200 300 400 500",
    "每人每年2000元，50人100000元",
    "5000-10000元",
    "微信公众号怎么关注",
    "加我们的群",
    "支付宝能交会费吗",
    "QQ群里98天",
    "我们有1234567名会员",
    "预算3500000元",
    "2011年收了350000元",
    "电子证书 app v3.10.2",
    "一万二千三百四十五元",
    "群里200人",
    "2026-11-22 10:30",
    "11月22日至30日",
    "第2026号",
]


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(GOES) >= 80
    assert len(STAYS) >= 20


@pytest.mark.parametrize(("said", "kept"), GOES, ids=[one[0] for one in GOES])
def test_what_names_somebody_goes_wherever_it_stands(said: str, kept: str) -> None:
    assert redact(said) == kept
    assert redact(kept) == kept
    assert Redactor().redact(said) == kept  # what is imported knows the same numbers
    assert redact(f"请问一下，{said}，怎么建会？") == f"请问一下，{kept}，怎么建会？"
    assert redact(f"{said}\n{said}") == f"{kept}\n{kept}"


@pytest.mark.parametrize("said", STAYS)
def test_what_belongs_to_the_matter_stays(said: str) -> None:
    assert redact(said) == said
    assert redact(f"请问{said}，对吗") == f"请问{said}，对吗"


@examples(max_examples=500, deadline=None)
@given(st.text(alphabet="0123456789一三八〇xX -.@aq微信Q群号加我支付宝账＠１（)转+", max_size=60))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "一", "一三八", "138 ", "@", "a@", "微信", "加我", "(", "12-", "A1", "0512-", "1.", "x", "6222 ", "2019 "],
)
@pytest.mark.parametrize("end", ["", "@a"])
def test_its_time_is_linear(piece: str, end: str) -> None:
    def took(count: int) -> float:
        text = (piece * count)[:count] + end
        return min(_once(text) for _ in range(2))

    def _once(text: str) -> float:
        began = time.process_time()
        redact(text)
        return time.process_time() - began

    took(1000)
    assert took(24_000) < max(16 * took(3_000), 0.3)


def test_random_people_among_random_words_leave_no_digit_of_theirs() -> None:
    chance = random.Random(11)
    for _ in range(500):
        mobile = f"1{chance.choice('3456789')}" + "".join(chance.choices("0123456789", k=9))
        gap = chance.choice(["", " ", "-", " - ".strip()])
        written = gap.join((mobile[:3], mobile[3:7], mobile[7:]))
        lead = chance.choice(["电话", "联系", "", "手机号"])
        kept = redact(f"我们单位{chance.randrange(10, 900)}人，{lead}{written}，怎么建会")
        assert mobile[-4:] not in kept
        assert PHONE in kept
