"""Blocks as plain text and as Telegram's HTML: nothing lost, nothing added, every piece within its limit."""

from __future__ import annotations

import re
from html import unescape

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from bot import wording
from bot.channels.telegram.format import TEXT_LIMIT, html, units
from bot.model import Block, Source, Status
from bot.render import paragraphs, plain, source_line

TAG = re.compile(r"<(/?)(\w+)>")
texts = st.text(alphabet=st.sampled_from("工会a<>&\"'。，；\U0001f600\U00020000 "), min_size=1, max_size=120)
blocks = st.lists(
    st.one_of(
        st.builds(Block, st.sampled_from(["heading", "text", "note", "source"]), texts),
        st.builds(Block, st.sampled_from(["steps", "list"]), texts, st.lists(texts, min_size=1, max_size=4).map(tuple)),
    ),
    max_size=5,
).map(tuple)


def letters(text: str) -> str:
    """A text without line ends, and without the brackets that headings have only in plain text."""
    return re.sub(r"[\n【】]", "", text)


@settings(max_examples=300, deadline=None)
@given(blocks, st.integers(30, 200))
def test_every_piece_fits_and_nothing_is_lost(shown: tuple[Block, ...], limit: int) -> None:
    pieces = html(shown, limit)
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert letters("".join(unescape(TAG.sub("", piece)) for piece in pieces)) == letters(plain(shown))


@settings(max_examples=300, deadline=None)
@given(blocks, st.integers(30, 200))
def test_tags_are_closed_within_their_piece_and_the_rest_is_escaped(shown: tuple[Block, ...], limit: int) -> None:
    for piece in html(shown, limit):
        assert re.fullmatch(r"(?:<(b|i)>[^<>]*</\1>|[^<>])*", piece)
        assert not re.search(r"&(?!lt;|gt;|amp;)", piece)


@settings(max_examples=300, deadline=None)
@given(texts, st.integers(30, 200))
def test_a_text_that_is_cut_gets_no_line_end_in_the_middle(text: str, limit: int) -> None:
    assert not [piece for piece in html((Block("text", text),), limit) if "\n" in piece]


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=40), st.integers(1, 400))
def test_the_limit_is_telegrams_own_unless_told(text: str, times: int) -> None:
    assert all(units(piece) <= 4096 == TEXT_LIMIT for piece in html((Block("text", text * times),)))


def test_a_long_text_is_cut_after_a_sentence() -> None:
    sentence = "有会员二十五人以上的应当建立基层工会委员会。"
    first, *rest = html((Block("text", sentence * 300),))
    assert rest
    assert first.endswith("。")


def test_a_reply_that_fits_is_one_message_with_one_line_a_paragraph() -> None:
    steps = Block("steps", "步骤：", ("先", "后"))
    shown = (Block("heading", "问题"), Block("text", "一 < 二"), steps, Block("note", "已核对"))
    assert html(shown) == ["<b>问题</b>\n一 &lt; 二\n<b>步骤：</b>\n1. 先\n2. 后\n<i>已核对</i>"]
    assert plain(shown) == "【问题】\n一 < 二\n步骤：\n1. 先\n2. 后\n已核对"


def test_no_blocks_make_no_message() -> None:
    assert html(()) == []
    assert plain(()) == ""


@pytest.mark.parametrize(("text", "length"), [("工会", 2), ("😀", 2), ("a", 1), ("", 0)])
def test_length_is_counted_in_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length == len(text.encode("utf-16-le")) // 2


def test_articles_of_one_law_stand_together() -> None:
    law, rule = "中华人民共和国工会法", "江苏省实施《中华人民共和国工会法》办法"
    cited = (Source(law, "2021修正", "第三条"), Source(rule, "2025修正", "第五条"), Source(law, "2021修正", "第十一条"))
    assert source_line(cited) == (
        "依据：《中华人民共和国工会法》（2021修正）第三条、第十一条；《江苏省实施〈中华人民共和国工会法〉办法》（2025修正）第五条"
    )


def test_paragraphs_are_the_lines_without_the_empty_ones() -> None:
    assert paragraphs("一。\n\n  二。  \n") == ["一。", "二。"]


@pytest.mark.parametrize("names", ["STANDING", "SHORT_STANDING", "KEEP_STATUS", "EXCHANGE_STATUS"])
def test_every_status_has_its_words_wherever_one_is_shown(names: str) -> None:
    told = getattr(wording, names)
    assert set(told) == set(Status)
    assert len(set(told.values())) == len(told)
