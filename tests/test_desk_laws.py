"""Articles of the laws at the desk: asked for in a hundred ways, gone on from, opened from answers, never instead of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import wording
from bot.desk.desk import Desk
from bot.desk.law_articles import numeral
from bot.evaluation import article_requests
from bot.evaluation.article_requests import Wanted
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Knowledge, Question
from bot.normalise import whole
from tests.house import ROOT, STRANGE, Talk, jianhui

TABLES = ROOT / "tests" / "articles"
ASKED = [(name, wanted) for name in ("seen", "unseen") for wanted in article_requests.read(TABLES / f"{name}.tsv")]
MENTIONS = [line for line in (TABLES / "mentions.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert len(ASKED) == 120
    assert len({wanted.law for _, wanted in ASKED}) >= 40
    assert len(MENTIONS) >= 60


def test_the_ways_of_asking_get_the_right_article(desk: Desk, known: Knowledge) -> None:
    missed: list[Wanted] = []
    for number, (_, wanted) in enumerate(ASKED):
        reply = desk.reply(Question(wanted.text, f"t:{number}", "t", "terminal"))
        missed += [] if article_requests.right(reply, wanted, known) else [wanted]
    assert len(missed) <= len(ASKED) * 0.02, missed


def test_a_question_that_only_mentions_a_law_gets_no_article(desk: Desk) -> None:
    stolen = [
        text
        for number, text in enumerate(MENTIONS)
        if desk.reply(Question(text, f"m:{number}", "m", "terminal")).decision is Decision.LAW
    ]
    assert stolen == []


def test_an_article_is_shown_word_for_word_with_what_it_is_from(talk: Talk, known: Knowledge) -> None:
    reply = talk.says("工会法第十一条")
    text = next(one for one in known.texts if one.title == "中华人民共和国工会法")
    article = text.article("11")
    assert article is not None
    assert [block.text for block in reply.blocks if block.kind == "text"] == list(article.lines)
    assert "《中华人民共和国工会法》（2021修正）" in talk.heard
    assert "2022年1月1日起施行" in talk.heard
    assert "第二章 工会组织" in talk.heard
    rests = [one.question for one in known.entries if any(source.article.startswith("第十一条") for source in one.cited)]
    assert set(talk.labels[:-3]) <= set(rests)
    assert talk.labels[:-3]
    assert talk.labels[-3:] == [wording.LAW_PREVIOUS, wording.LAW_NEXT, wording.LAW_CHAPTER]


def test_one_goes_on_from_an_article(talk: Talk) -> None:
    talk.says("工会法第十一条")
    for said, label in [("下一条", "第十二条"), ("上一条呢", "第十一条"), ("第三条", "第三条"), ("再看第五条", "第五条")]:
        assert [source.article for source in talk.says(said).sources] == [label], said
    chapter = talk.says("本章")
    assert [source.article for source in chapter.sources][:3] == ["第一条", "第二条", "第三条"]
    talk.says("工会法第一条")
    talk.says("上一条")
    assert talk.heard == wording.LAW_FIRST
    talk.says("工会法第五十八条")
    talk.says("下一条")
    assert talk.heard == wording.LAW_LAST


def test_a_paragraph_and_an_item_are_shown_alone_with_the_way_to_the_whole(talk: Talk) -> None:
    talk.says("工会法第十二条第二款")
    assert talk.heard.startswith("【《工会法》第十二条第二款】\n上级工会可以派员")
    talk.says("劳动合同法39条第二项")
    assert "第三十九条第（二）项" in talk.heard
    assert "（三）" not in talk.heard
    talk.presses(wording.LAW_WHOLE)
    assert "（三）" in talk.heard
    talk.says("省办法 第五条 第二款")
    assert "只有 1 款" in talk.heard
    assert "一年内依法建立工会组织" in talk.heard


PLAIN = [
    # what is asked, what the reply must say
    ("工会法第九十九条", "共 58 条，没有第九十九条"),
    ("工会法第一百条之一", "没有第一百条之一"),
    ("民法典第五百条", "只收录了总则编"),
    ("刑法第三条", "没有收录《刑法》"),
    ("中华人民共和国刑事诉讼法第二十条", "没有收录《中华人民共和国刑事诉讼法》"),
    ("苏州市某某管理条例第五条", "没有收录"),
    ("江苏省集体协商条例第二条", "没有收录全文"),
    ("工会章程第二十五条", "没有收录全文"),
    ("江苏省集体合同条例第二条", "已被《江苏省集体协商条例》取代"),
    ("2001年工会法第十一条", "年的旧版本"),
    ("工会法（2009修正）第三条", "2009 年的旧版本"),
    ("旧工会法第十一条", "旧版本已不再适用"),
    ("1999年工会法第三条", " 1999 年的版本"),
    ("工会发第十一条", "没有名为“工会发”的法律，以下按《中华人民共和国工会法》查询"),
    ("工会法第八章", "没有第八章"),
    ("劳动争议司法解释（一）第32条", "编者注：本条第一款"),
]


@pytest.mark.parametrize(("asked", "said"), PLAIN)
def test_what_cannot_be_shown_is_said_plainly(talk: Talk, asked: str, said: str) -> None:
    assert talk.says(asked).decision is Decision.LAW
    assert said in talk.heard


def test_a_name_that_may_be_two_laws_is_asked_about(talk: Talk) -> None:
    talk.says("劳动合法第三条")
    assert talk.labels == ["《中华人民共和国劳动合同法》", "《中华人民共和国劳动法》"]
    assert talk.says("2").sources[0].law == "中华人民共和国劳动法"


def test_a_chapter_is_paged_and_holds_every_article_once(talk: Talk, known: Knowledge) -> None:
    talk.says("民事诉讼法全文")
    talk.says("1")
    heard = []
    for _ in range(40):
        heard += re.findall(r"^(第[一二三四五六七八九十百零]+条)　", talk.heard, re.MULTILINE)
        if wording.LAW_MORE not in talk.labels:
            break
        talk.says("下一页")
    text = next(one for one in known.texts if one.title == "中华人民共和国民事诉讼法")
    _, start, end = text.chapters()[0]
    assert heard == [one.label for one in text.articles[start:end]]


def test_the_articles_of_an_answer_open_in_place(talk: Talk, known: Knowledge) -> None:
    for entry in known.entries:
        held = {
            (one.law, one.article) for one in entry.sources if (text := known.law_text(one.law)) and text.cited(one.article)
        }
        if not held or entry.variants:
            continue
        talk.says(entry.question)
        opened = [label for label in talk.labels if label.startswith("看") and "原文" in label]
        assert opened, entry.id
    entry = next(
        one for one in known.entries if len(one.sources) == 1 and not one.variants and known.law_text(one.sources[0].law)
    )
    talk.says(entry.question)
    assert talk.says("看原文").sources[0].law == entry.sources[0].law
    many = next(one for one in known.entries if len(one.sources) > 4 and not one.variants)
    talk.says(many.question)
    talk.says("原文")
    assert talk.says("2").decision is Decision.LAW


def test_without_an_answer_there_is_nothing_to_open(talk: Talk) -> None:
    talk.says("看原文")
    assert talk.heard == wording.LAW_NOTHING_OPEN


def test_where_no_entry_answers_articles_follow_the_entries_and_never_lead(talk: Talk) -> None:
    reply = talk.says("股东出资期限是几年")
    assert reply.decision is Decision.UNKNOWN
    assert reply.entry == "" or reply.choices
    block = next(one for one in reply.blocks if one.text == wording.LAW_SETTLING)
    assert reply.blocks[0].text == wording.UNKNOWN_FAR
    assert any("《公司法》第四十七条" in line for line in block.items)
    assert len(block.items) <= 3
    number = len(reply.choices) + 1
    assert talk.says(str(number)).decision is Decision.LAW


@pytest.mark.parametrize("asked", [STRANGE, "今天天气怎么样", "冰箱怎么除霜", "孩子几岁可以打疫苗", "支付宝转账要手续费吗"])
def test_where_no_law_is_near_none_is_shown(talk: Talk, asked: str) -> None:
    talk.says(asked)
    assert wording.LAW_SETTLING not in talk.heard


def test_words_list_articles(talk: Talk) -> None:
    reply = talk.says("/law 竞业限制")
    assert reply.decision is Decision.LAW
    assert any("《劳动合同法》第二十三条" in label for label in talk.labels)
    assert all("竞业限制" in label or "…" in label for label in talk.labels)
    assert talk.says("1").sources
    assert talk.says("/law 工会法 11").sources[0].article == "第十一条"
    talk.says("/law 工会法")
    assert "第二章 工会组织（第十条至第十九条）" in talk.heard
    talk.says("/law")
    assert talk.heard == wording.LAW_WHAT


def test_the_same_without_the_encoder(plain_index: KnowledgeIndex, known: Knowledge) -> None:
    found = plain_index.articles.find_articles("竞业限制", 5)
    text = known.law_text(found[0].law)
    assert text is not None
    article = text.article(found[0].article)
    assert article is not None
    assert "竞业限制" in article.text


def test_the_command_shows_an_article(tmp_path: Path) -> None:
    options = ("--data", str(ROOT / "data"), "--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    done = jianhui(*options, "law", "工会法", "11", home=tmp_path, JIANHUI_ENCODER="off")
    assert done.returncode == 0, done.stderr
    assert "会员二十五人以上" in done.stdout
    assert jianhui(*options, "law", "工会法", "99", home=tmp_path, JIANHUI_ENCODER="off").returncode == 4


def test_a_number_is_written_as_laws_write_it() -> None:
    assert [numeral(one) for one in (1, 10, 11, 20, 100, 101, 110, 1045, 1118)] == [
        *("一", "十", "十一", "二十", "一百", "一百零一", "一百一十", "一千零四十五", "一千一百一十八")
    ]
    assert all(whole(numeral(one)) == one for one in range(10, 1300) if not 111 <= one % 1000 <= 119)


def test_articles_of_two_laws_are_shown_together(talk: Talk) -> None:
    reply = talk.says("劳动法第三条和工会法第十一条")
    assert [(one.law, one.article) for one in reply.sources] == [
        ("中华人民共和国劳动法", "第三条"),
        ("中华人民共和国工会法", "第十一条"),
    ]
    assert "【《劳动法》第三条】" in talk.heard
    assert "【《工会法》第十一条】" in talk.heard
