"""tools/check_against_laws.py: numerals meet as figures, each kind of finding is found; the real knowledge."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tools.check_against_laws import main, words
from tools.figures import figures, value_of

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("二十五", 25),
        ("十", 10),
        ("十二", 12),
        ("一百零五", 105),
        ("二百", 200),
        ("两千", 2000),
        ("三万五千", 35_000),
        ("一千二百万", 12_000_000),
        ("一九九四", 1994),
        ("二〇〇八", 2008),
        ("二点五", Fraction(5, 2)),
        ("1,800", 1800),
        ("0.5", Fraction(1, 2)),
        ("3.5万", 35_000),
    ],
)
def test_a_numeral_has_the_value_people_read(numeral: str, value: Fraction) -> None:
    assert value_of(numeral) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("会员二十五人以上", "25名会员"),
        ("百分之二", "2%"),
        ("百分之一百五十", "150％"),
        ("百分之零点五", "0.5%"),
        ("千分之三", "3‰"),
        ("三分之二", "2/3"),
        ("全体过半数", "半数以上"),
        ("二千元以上二万元以下", "2000元以上2万元以下"),
        ("三年至五年", "3至5年"),
        ("七人至十五人", "7—15人"),
        ("二倍", "双倍"),
        ("十五日", "15天"),
        ("十五个工作日", "15个工作日"),
        ("2025年5月30日", "2025-05-30"),
        ("一九九四年十二月六日", "1994年12月6日"),
        ("不满一周岁", "未满1周岁"),
        ("十个伤残等级", "分十级"),
    ],
)
def test_two_ways_of_writing_are_the_same_figures(one: str, other: str) -> None:
    assert [(figure.kind, figure.value) for figure in figures(one)] == [
        (figure.kind, figure.value) for figure in figures(other)
    ]
    assert figures(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15日", "15个工作日"),  # seven working days are more than seven days
        ("3个月", "3天"),
        ("二倍", "二成"),
        ("2%", "2人"),
        ("三分之一", "三分之二"),
    ],
)
def test_the_same_number_of_another_thing_is_another_figure(one: str, other: str) -> None:
    assert {(figure.kind, figure.value) for figure in figures(one)} != {
        (figure.kind, figure.value) for figure in figures(other)
    }


@pytest.mark.parametrize(
    "text",
    [
        "一次性发给",
        "同一天",
        "上一年度",
        "几十人",
        "第二十五条",
        "第11条第2款",
        "两件事",
        "一般一致",
        "两个人数不够",
        "九十年代",
        "上一级工会",
    ],
)
def test_words_with_a_numeral_in_them_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_every_digit_of_a_text_belongs_to_a_figure_unless_it_is_an_ordinal() -> None:
    text = "3、5人，1,800元，12351，〔2016〕27号，1-3年，第9条，6次以上且每次20公斤"
    assert [figure.text for figure in figures(text)] == [
        "3人",
        "5人",
        "1,800元",
        "12351",
        "2016",
        "27",
        "1年",
        "3年",
        "6次",
        "20",
    ]


def test_content_words_leave_the_small_words_out() -> None:
    assert words("会员的工资") == {"会员", "工资"}


# ---------------------------------------------------------------- findings

LAW = """标题：中华人民共和国某某法 ｜ 版本：2021-12-24修正（2022-01-01起施行），现行，第五条已被废止 ｜ 条数：6

第一条 会员二十五人以上的，应当建立基层工会委员会。
第二条 每届任期三年或者五年，可以延长不超过六个月。
第三条 监督下列事项：
（一）招用；
（二）报酬。
第四条 职工禁忌从事的劳动范围由本法附录列示。
第五条 三日内书面答复工会。
第六条 本法自公布之日起施行。
附录：
每小时负重6次以上的作业。
"""
LOCAL = "标题：江苏省某某办法 ｜ 版本：2025-05-30修正\n\n第一条 女职工十人以上的，应当建立女职工委员会。\n"
OLD = "标题：某某章程 ｜ 版本：【旧版，勿直接引用】2008-10-21\n\n第一条 会员二十五人以上的，应当建立委员会。\n"
FACTS = """# 事实清单

## 先看这里

- 节日慰问 2200 元。

## A

1. 建委员会要会员25人以上，上级工会8日内批复。　⚠ 网上常写9日
   来源：《某某法》(2021修正)第1条 [verified: text in laws/某某法-2021修正.md]
2. 上级工会40日内批复。
   来源：《某某条例》(2019)第9条 [unverified: from general knowledge, needs checking]
"""
FIRM = "会员二十五人以上的，应当建立基层工会委员会。"
ARTICLE_1 = "{law: 中华人民共和国某某法, version: 2021修正, article: 第一条}"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A made-up shared folder: three laws, two facts, one seed."""
    folder = tmp_path / "shared"
    (folder / "laws").mkdir(parents=True)
    (folder / "seeds").mkdir()
    (folder / "laws" / "某某法-2021修正.md").write_text(LAW, "utf-8")
    (folder / "laws" / "江苏省某某办法-2025修正.md").write_text(LOCAL, "utf-8")
    (folder / "laws" / "某某章程-2008版-旧版.md").write_text(OLD, "utf-8")
    (folder / "facts.md").write_text(FACTS, "utf-8")
    (folder / "seeds" / "one.txt").write_text("2011年，90家企业发出要约，覆盖70人。", "utf-8")
    return folder


class Checked:
    """What the command says about one made-up entry."""

    def __init__(self, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.shared = shared
        self.capsys = capsys

    def __call__(self, answer: str, status: str = "verified", *, sources: str = ARTICLE_1, more: str = "") -> tuple[int, str]:
        """The exit code and what was printed."""
        folder = self.shared.parent / "knowledge"
        folder.mkdir(exist_ok=True)
        cited = f"    sources: [{sources}]\n" if sources else ""
        text = f"topic: 某事\nentries:\n  - id: made-up\n    answer: |\n      {answer}\n{cited}    status: {status}\n{more}"
        (folder / "some.yaml").write_text(text, "utf-8")
        code = main([str(self.shared), "--knowledge", str(folder)])
        return code, self.capsys.readouterr().out


@pytest.fixture
def checked(shared: Path, capsys: pytest.CaptureFixture[str]) -> Checked:
    """Runs the command on one made-up entry."""
    return Checked(shared, capsys)


def test_a_figure_of_the_cited_article_is_covered(checked: Checked) -> None:
    code, out = checked(FIRM)
    assert code == 0
    assert "1 found, covered 1 by cited article; 0 uncovered: 100.0% covered" in out
    assert "entries: 1, 1 verified" in out


def test_a_figure_no_cited_article_carries_fails_with_its_line_and_where_it_stands(checked: Checked) -> None:
    code, out = checked(f"{FIRM}\n      任期三年，合计30人。")
    assert code == 1
    assert "some.yaml:6 [made-up] “三年”: in no cited article, no verified fact on one (see 《中华人民共和国某某法》2)" in out
    assert "“30人”" in out
    assert "33.3% covered" in out


def test_steps_and_materials_are_held_to_the_same(checked: Checked) -> None:
    more = "    steps:\n      - 等30日\n    materials:\n      - 表格4份\n"
    code, out = checked(FIRM, more=more)
    assert code == 1
    assert "some.yaml:9 [made-up] “30日”" in out
    assert "some.yaml:11 [made-up] “4”" in out


def test_a_verified_fact_on_the_cited_article_covers_but_its_warning_does_not(checked: Checked) -> None:
    assert checked(f"{FIRM}8日内批复。")[0] == 0
    assert checked(f"{FIRM}9日内批复。")[0] == 1


def test_a_fact_on_another_article_does_not_cover_a_verified_entry(checked: Checked) -> None:
    code, _ = checked("任期三年，8日内批复。", sources=ARTICLE_1.replace("第一条", "第二条"))
    assert code == 1


def test_any_fact_covers_an_unconfirmed_entry(checked: Checked) -> None:
    answer = "常见说法是40日内批复，2019年的条例这样写，以上级工会确认为准。"
    assert checked(answer, "unconfirmed", sources="")[0] == 0
    assert checked(answer.replace("，以上级工会确认为准", "") + FIRM)[0] == 1


def test_the_seeds_cover_a_practice_and_nothing_else(checked: Checked) -> None:
    assert checked("2011年的做法，覆盖70人。", "practice", sources="")[0] == 0
    assert "in no seed" in checked("2011年的做法，覆盖71人。", "practice", sources="")[1]
    assert checked(f"{FIRM}覆盖70人。")[0] == 1


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (ARTICLE_1.replace("某某法", "没有法"), "no law text is titled 中华人民共和国没有法"),
        (ARTICLE_1.replace("2021修正", "2009修正"), "version 2009修正 is cited, the text is 2021修正"),
        (ARTICLE_1.replace("第一条", "第九十九条"), "《中华人民共和国某某法》(2021修正) has no 第九十九条"),
        ("{law: 某某章程, version: 2008版-旧版, article: 第一条}", "an old version, not to be cited"),
    ],
)
def test_a_source_that_is_not_there_fails(checked: Checked, source: str, said: str) -> None:
    code, out = checked(FIRM, sources=f"{ARTICLE_1}, {source}")
    assert code == 1
    assert re.search(rf"some\.yaml:6 \[made-up\] .*{re.escape(said)}", out)
    assert "articles: 2 cited, 1 exist in the version cited" in out


def test_an_article_with_its_paragraph_is_found(checked: Checked) -> None:
    assert checked(FIRM, sources=ARTICLE_1.replace("第一条", "第一条第一款"))[0] == 0


def test_the_words_of_doubt_and_the_status_must_agree(checked: Checked) -> None:
    assert "verified, but says 以上级工会确认为准" in checked(f"{FIRM}以上级工会确认为准。")[1]
    assert "verified, but cites nothing" in checked("应当建立。", sources="")[1]


EVIDENCE = """evidence:
  - law: 某某选举条例
    version: "2016"
    article: 第八条
    claim: 委员名额是三至七人。
    seen:
      - {title: 甲, address: "https://a.example/1", read: 2026-11-29, words: 设委员3至7人}
      - {title: 乙, address: "https://b.example/1", read: 2026-11-29, words: 设委员三至七人}
"""
ARTICLE_8 = "{law: 某某选举条例, version: '2016', article: 第八条第二款}"


def test_evidence_covers_what_is_reported_of_its_article_and_nothing_else(checked: Checked) -> None:
    folder = checked.shared.parent / "knowledge"
    folder.mkdir()
    (folder / "evidence.yaml").write_text(EVIDENCE, "utf-8")
    code, out = checked("委员设3至7人。", "reported", sources=ARTICLE_8)
    assert (code, "2 by evidence" in out) == (0, True)
    assert "articles: 1 cited, 1 exist" in out
    assert "“9人”: in no cited article and no evidence of one" in checked("委员设9人。", "reported", sources=ARTICLE_8)[1]
    assert "no law text is titled 某某选举条例" in checked("委员设3至7人。", sources=ARTICLE_8)[1]
    other = ARTICLE_8.replace("第八条", "第九条")
    assert "no law text is titled 某某选举条例" in checked("委员设3至7人。", "reported", sources=other)[1]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("25名女职工就要建女职工委员会", "网上写25名女职工，是旧口径"),
        ("慰问标准1800元", "慰问标准不再是1800元"),
        ("法定节日共11天", "法定节日11天的说法已不适用"),
        ("法人登记60日内申请", "法人登记60日内申请的规定已经作废"),
        ("春游要当日往返", "当日往返的要求已不适用"),
        ("职代会每半年至少开一次", "职代会每半年一次是旧规定"),
    ],
)
def test_an_outdated_figure_stands_only_beside_its_correction(checked: Checked, wrong: str, right: str) -> None:
    assert "outdated and not corrected" in checked(f"{FIRM}{wrong}。")[1]
    code, out = checked(f"{FIRM}{right}。")
    assert (code, "outdated" in out.partition("figures:")[0]) == (0, False)


def test_a_worked_example_is_counted_apart(checked: Checked) -> None:
    code, out = checked(f"{FIRM}比如有90人。")
    assert code == 0
    assert "1 by being a worked example" in out


def test_an_enumeration_tells_how_many_it_lists(checked: Checked) -> None:
    assert checked("监督2项事项。", sources=ARTICLE_1.replace("第一条", "第三条"))[0] == 0
    assert checked("监督3项事项。", sources=ARTICLE_1.replace("第一条", "第三条"))[0] == 1


def test_an_appendix_belongs_to_the_article_that_announces_it(checked: Checked) -> None:
    assert checked("职工禁忌从事的劳动有负重6次以上。", sources=ARTICLE_1.replace("第一条", "第四条"))[0] == 0
    assert checked("本法施行后，负重6次以上。", sources=ARTICLE_1.replace("第一条", "第六条"))[0] == 1


@pytest.mark.parametrize(
    ("answer", "article", "said"),
    [
        ("天气很好，随便写写。", "第一条", "0% of the words of “天气很好，随便写写”"),
        ("会员不足25人，应当建立基层工会委员会。", "第一条", "“25人”: a floor here and a ceiling in the cited articles"),
        ("延长至少6个月，每届任期三年。", "第二条", "“6个月”: a floor here and a ceiling"),
        ("3日内书面答复工会。", "第五条", "part of it is repealed"),
    ],
)
def test_what_only_a_person_can_judge_is_doubtful_and_fails_nothing(
    checked: Checked, answer: str, article: str, said: str
) -> None:
    code, out = checked(answer, sources=ARTICLE_1.replace("第一条", article))
    assert code == 0
    assert re.search(rf"some\.yaml:\d+ \[made-up\] doubtful: .*{re.escape(said)}", out)


def test_a_rule_of_jiangsu_that_does_not_say_so_is_doubtful(checked: Checked) -> None:
    local = "{law: 江苏省某某办法, version: 2025修正, article: 第一条}"
    assert "cites a law of 江苏 and doesn't say so" in checked("女职工10人以上应当建立女职工委员会。", sources=local)[1]
    assert "doubtful: 0" in checked("江苏：女职工10人以上应当建立女职工委员会。", sources=local)[1]


def test_a_variant_answers_for_itself(checked: Checked) -> None:
    variant = "    variants:\n      - when: big\n        answer: |\n          任期三年，25人以上。\n"
    own = f"        sources: [{ARTICLE_1.replace('第一条', '第二条')}, {ARTICLE_1}]\n"
    code, out = checked(FIRM, more=variant)
    assert (code, "some.yaml:11 [made-up] “三年”" in out) == (1, True)
    assert checked(FIRM, more=variant + own)[0] == 0
    assert "entries: 1, 1 verified" in out


def test_a_folder_without_facts_or_entries_is_no_success(shared: Path, tmp_path: Path) -> None:
    for arguments in ([str(tmp_path)], [str(shared), "--knowledge", str(shared)]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2


# ---------------------------------------------------------------- the real knowledge


@pytest.mark.skipif(not (SHARED / "facts.md").is_file(), reason="the law texts and facts (../shared) aren't on this machine")
def test_every_statement_of_the_real_knowledge_has_its_standing(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(SHARED)])
    out = capsys.readouterr().out
    assert [line for line in out.partition("figures:")[0].splitlines() if "] doubtful: " not in line] == []
    assert " 0 uncovered: 100.0% covered" in out
    assert code == 0
