"""The normaliser: laws over all code points, tables of what must meet, sounds, and the character tables' freshness."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from bot.normalise import LONGEST, fold, key, spelled, syllable
from tests.house import ROOT

HAN = [chr(code) for code in range(0x4E00, 0xA000)]
CHATTER = "请问一下您好大家谢老师领导各位咨询想要我们就是吗呢啊么什怎急在线等求解答告知回复hi ,。%.01二十百千万零个人第几分經麼"
"""Characters that the rules for greetings, tails and numerals are made of."""
code_points = st.integers(0, 0x10FFFF - 0x800).map(lambda number: chr(number if number < 0xD800 else number + 0x800))
chatty = st.text(alphabet=CHATTER, max_size=16)
anything = st.text(max_size=24)


# ---------------------------------------------------------------- laws


def test_the_key_of_a_key_is_itself_for_every_code_point() -> None:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    keys = ((character, key(character)) for character in every)
    assert [character for character, found in keys if found != character and key(found) != found] == []


@settings(max_examples=500, deadline=None)
@given(st.one_of(anything, chatty))
def test_the_key_of_a_key_is_itself_for_any_text(text: str) -> None:
    assert key(key(text)) == key(text)


@settings(max_examples=200, deadline=None)
@given(code_points)
def test_any_character_between_two_others_folds_once_and_for_all(character: str) -> None:
    assert fold(fold(f"工{character}会1")) == fold(f"工{character}会1")


@settings(max_examples=500, deadline=None)
@given(st.one_of(anything, chatty))
def test_a_text_with_words_in_it_is_never_emptied(text: str) -> None:
    assert bool(key(text)) == bool(fold(text))


def test_a_text_of_nothing_but_signs_is_empty() -> None:
    assert [text for text in ("", " ", "？！", "……", "😀👍", "_", "·", "\u200b\n\t") if key(text)] == []


@settings(max_examples=200, deadline=None)
@given(anything)
def test_width_case_and_spaces_make_no_difference(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert fold(wide) == fold(text)
    assert fold(text + " \u3000！") == fold(text)


# ---------------------------------------------------------------- what meets


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ＱＱ群怎么建", "qq群怎么建"),  # full width
        ("KPI 考核", "kpi考核"),  # case and a space
        ("STRASSE", "straße"),  # folded, not only lowered
        ("工會經費怎麼收繳", "工会经费怎么收缴"),  # traditional characters
        ("請問換屆選舉", "换届选举"),  # a traditional greeting
        ("会费，怎么交？？", "会费怎么交"),  # punctuation
        ("会费\n怎么 交…", "会费怎么交"),  # line ends and spaces
        ("请问会费怎么交", "会费怎么交"),  # a greeting
        ("您好，请问一下各位老师，会费怎么交呢？谢谢！", "会费怎么交"),  # all of it at once
        ("我想咨询一下会费怎么交", "会费怎么交"),  # what people say before they ask
        ("会费怎么交啊在线等急", "会费怎么交"),  # and after it
        ("会费怎么交，麻烦解答一下，谢谢老师", "会费怎么交"),  # two tails
        ("成立工会要二十五人吗", "成立工会要25人"),  # a numeral and a particle
        ("经费是百分之二", "经费是２％"),  # per cent, full width
        ("第十一条", "第11条"),  # an article
    ],
)
def test_two_ways_to_write_the_same_words_meet(typed: str, stored: str) -> None:
    assert key(typed) == key(stored)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("工会是什么", "工会"),  # 么 of 什么 is no particle
        ("会费怎么", "会费"),  # nor is that of 怎么
        ("第一届", "1届"),  # an ordinal is no count
        ("2.5%", "25%"),  # the point of a decimal number counts
        ("会费", "会议费"),  # and so does every character
    ],
)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("二十五人", "25人"),
        ("一百二十八天", "128天"),
        ("一百零五", "105"),
        ("百分之二", "2%"),
        ("百分之一百", "100%"),
        ("两个单位", "2个单位"),  # 两 before a counter
        ("三年或者五年", "3年或者5年"),
        ("第二十一条第一款", "第21条第一款"),
        ("三十万元", "30万元"),
        ("2.50元", "2.50元"),
        ("1,000元", "1000元"),
        ("五一", "五一"),  # names of days stay
        ("三八节", "三八节"),
        ("统一", "统一"),  # so do words
        ("万一", "万一"),
        ("一起", "一起"),
        ("第一届", "第一届"),  # and ordinals
        ("五险一金", "五险一金"),
    ],
)
def test_numerals_become_digits_where_they_count_something(typed: str, found: str) -> None:
    assert key(typed) == found


def test_a_greeting_or_a_thank_you_alone_stays() -> None:
    assert [key(text) for text in ("您好", "谢谢", "吗", "请问一下")] == ["您好", "谢谢", "吗", "请问一下"]


# ---------------------------------------------------------------- length


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("工会经费" * 5000, id="plain"),
        pytest.param("十" + "万" * 5000, id="a number with thousands of digits"),
        pytest.param("百" * 20000, id="no number"),
        pytest.param("a" * 20000, id="one Latin run"),
        pytest.param("gonghui" * 2857, id="pinyin"),
        pytest.param("您好" * 10000, id="greetings"),
        pytest.param("e" + "\u0301" * 19999, id="combining marks"),
        pytest.param("谢谢" * 10000, id="thanks"),
        pytest.param("吗" * 20000, id="particles"),
        pytest.param("急" * 19999 + "工", id="a tail that isn't at the end"),
    ],
)
def test_twenty_thousand_characters_take_less_than_a_second(text: str) -> None:
    started = time.process_time()
    spelled(key(text))
    assert time.process_time() - started < 1


def test_what_lies_beyond_the_longest_text_is_not_looked_at() -> None:
    assert key("会" * LONGEST + "费") == key("会" * LONGEST)


# ---------------------------------------------------------------- sounds


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("工会", "gong hui"),
        ("gonghui", "gong hui"),  # typed pinyin sounds like its characters
        ("建会liucheng", "jian hui liu cheng"),  # half and half
        ("法律", "fa lv"),  # ü is written v
        ("falv", "fa lv"),
        ("qq群", "qq qun"),  # no syllables: stays a word
        ("kpi", "kpi"),
        ("25人", "2 5 ren"),
        ("xian", "xian"),  # the fewest syllables, not xi an
    ],
)
def test_a_key_is_spelled_in_syllables(text: str, sounds: str) -> None:
    assert spelled(text) == tuple(sounds.split())


def test_homophones_sound_alike() -> None:
    assert spelled("京费") == spelled("经费")


SYLLABLES = sorted({found for character in HAN if (found := syllable(character))})


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=8))
def test_any_run_of_syllables_divides_into_no_more_syllables_without_losing_a_letter(typed: list[str]) -> None:
    found = spelled("".join(typed))
    assert "".join(found) == "".join(typed)
    assert len(found) <= len(typed)
    assert set(found) <= set(SYLLABLES)


def test_every_common_character_has_a_sound() -> None:
    # GB 2312 level one: the 3,755 characters in common use
    codes = [(high, low) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) if (high, low) < (0xD7, 0xFA)]
    common = [bytes(code).decode("gb2312") for code in codes]
    assert len(common) == 3755
    assert [character for character in common if not syllable(fold(character))] == []


# ---------------------------------------------------------------- the tables


def test_the_character_tables_are_what_their_tool_makes(tmp_path: Path) -> None:
    pytest.importorskip("opencc", reason="opencc-python-reimplemented is in the test extra")
    pytest.importorskip("pypinyin", reason="pypinyin is in the test extra")
    pytest.importorskip("strokes", reason="strokes is in the test extra")
    subprocess.run([sys.executable, ROOT / "tools" / "hanzi_tables.py", tmp_path], check=True, capture_output=True)
    for name in ("simplified.txt", "syllables.txt", "strokes.txt"):
        assert (tmp_path / name).read_bytes() == (ROOT / "bot" / "hanzi" / name).read_bytes()


def test_simplifying_is_done_after_one_step() -> None:
    assert [character for character in HAN if fold(fold(character)) != fold(character)] == []
