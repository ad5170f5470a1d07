"""What reported entries rest on: every way evidence.yaml can be wrong, and that no entry is reported without it."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot import wording
from bot.content import loader
from bot.content.evidence import bare_article, evidence_of, site_of
from bot.model import Problem, Severity, Status

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 12, 1)
TOPIC = """\
topic: 换届
entries:
  - id: committee-size
    question: 工会委员设几名？
    phrasings: [委员几个人, 委员会多少人, 几名委员]
    answer: 三至七人。
    sources:
      - {law: 工会基层组织选举工作条例, version: "2016", article: 第八条第二款}
    status: reported
    reviewed: 2026-11-22
"""
LAWS = 'laws:\n  - {title: 工会基层组织选举工作条例, version: "2016", before: ["1992"]}\n'
EVIDENCE = """\
evidence:
  - law: 工会基层组织选举工作条例
    version: "2016"
    article: 第八条
    claim: 委员三至七人
    seen:
      - {title: 甲校工会, address: "https://gh.a.edu.cn/1", read: 2026-11-29, words: 设委员3至7人}
      - {title: 乙校工会, address: "https://www.b.edu.cn/2", published: "2022", read: 2026-11-29, words: 设委员3至7人}
"""


def problems(tmp_path: Path, evidence: str = EVIDENCE, topic: str = TOPIC) -> tuple[Problem, ...]:
    """What is wrong with a folder of one topic, one law and that evidence."""
    folder = tmp_path / "knowledge"
    folder.mkdir(exist_ok=True)
    (folder / "election.yaml").write_text(topic, "utf-8")
    (folder / "laws.yaml").write_text(LAWS, "utf-8")
    if evidence:
        (folder / "evidence.yaml").write_text(evidence, "utf-8")
    return loader.load(folder, tmp_path / "guides", TODAY)[1]


def says(problem: Problem, template: str) -> bool:
    return re.match(re.sub(r"\\\{\w+\\\}", "(.|\n)*", re.escape(template)), problem.message) is not None


def test_a_reported_entry_with_two_copies_is_fine(tmp_path: Path) -> None:
    assert problems(tmp_path) == ()


BROKEN = [
    # what is written in place of what, file, line and key of the error, what it says
    ("article: 第八条\n", "article: 第九条\n", "election.yaml", 3, "status", wording.LOAD_REPORTED_SILENT),
    ("https://www.b.edu.cn/2", "https://gh.a.edu.cn/9", "evidence.yaml", 6, "seen", wording.LOAD_EVIDENCE_COPIES),
    ("https://gh.a.edu.cn/1", "gh.a.edu.cn/1", "evidence.yaml", 7, "address", wording.LOAD_EVIDENCE_ADDRESS),
    (
        "read: 2026-11-29, words: 设委员3至7人}\n      - {title: 乙",
        "words: 设委员3至7人}\n      - {title: 乙",
        "evidence.yaml",
        7,
        "read",
        wording.LOAD_KEY_MISSING,
    ),
    (
        "words: 设委员3至7人}\n      - {title: 乙",
        f"words: {'长' * 81}}}\n      - {{title: 乙",
        "evidence.yaml",
        7,
        "words",
        wording.LOAD_TEXT_LONG,
    ),
    ("    claim: 委员三至七人\n", "", "evidence.yaml", 2, "claim", wording.LOAD_KEY_MISSING),
    ("    article: 第八条\n", "", "evidence.yaml", 2, "article", wording.LOAD_KEY_MISSING),
    ("    article: 第八条\n", "    article: 第8条\n", "evidence.yaml", 4, "article", wording.LOAD_ARTICLE),
    ("    seen:", "    entries: [committee-sise]\n    seen:", "evidence.yaml", 2, "", wording.LOAD_OFFERED_UNKNOWN),
    (EVIDENCE, "- law: 某法\n", "evidence.yaml", 1, "", wording.LOAD_EVIDENCE_TOP),
]


@pytest.mark.parametrize(("old", "new", "file", "line", "key", "template"), BROKEN)
def test_each_mistake_is_named_where_it_is(
    old: str, new: str, file: str, line: int, key: str, template: str, tmp_path: Path
) -> None:
    assert old in EVIDENCE
    found = [one for one in problems(tmp_path, EVIDENCE.replace(old, new, 1)) if one.severity is Severity.ERROR]
    assert [(one.file, one.line, one.key, says(one, template)) for one in found] == [(file, line, key, True)]


def test_a_copy_read_ahead_of_the_clock_is_a_warning(tmp_path: Path) -> None:
    found = problems(tmp_path, EVIDENCE.replace('published: "2022", read: 2026-11-29', "read: 2026-12-29", 1))
    told = [(one.severity, one.line, one.key) for one in found if says(one, wording.LOAD_DATE_FUTURE)]
    assert told == [(Severity.WARNING, 8, "read")]


def test_evidence_of_a_superseded_version_is_refused_and_carries_nothing(tmp_path: Path) -> None:
    found = problems(tmp_path, EVIDENCE.replace('"2016"', '"1992"'))
    expected = [wording.LOAD_REPORTED_SILENT, wording.LOAD_EVIDENCE_LAW]
    errors = [one for one in found if one.severity is Severity.ERROR]
    assert [says(one, template) for one, template in zip(errors, expected, strict=True)] == [True, True]


def test_without_the_file_nothing_is_reported(tmp_path: Path) -> None:
    assert [says(one, wording.LOAD_REPORTED_SILENT) for one in problems(tmp_path, "")] == [True]


def test_a_reported_variant_needs_its_own_evidence(tmp_path: Path) -> None:
    variants = (
        "    ask: size\n    variants:\n      - {when: big, answer: 七人。}\n"
        "      - {when: small, answer: 一人。, sources: [{law: 工会基层组织选举工作条例, version: '2016', article: 第九条}]}\n"
    )
    cases = "cases:\n  - {name: size, question: 多大？, options: [{name: big, label: 大}, {name: small, label: 小}]}\n"
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "cases.yaml").write_text(cases, "utf-8")
    assert [says(one, wording.LOAD_REPORTED_SILENT) for one in problems(tmp_path, topic=TOPIC + variants)] == [True]


def test_a_document_without_articles_names_its_entries_instead(tmp_path: Path) -> None:
    named = EVIDENCE.replace(
        '  - law: 工会基层组织选举工作条例\n    version: "2016"\n    article: 第八条\n', "  - entries: [committee-size]\n"
    )
    assert problems(tmp_path, named) == ()


def test_evidence_that_serves_nobody_is_a_warning(tmp_path: Path) -> None:
    other = EVIDENCE + EVIDENCE.removeprefix("evidence:\n").replace("第八条", "第九条")
    found = problems(tmp_path, other)
    assert [(one.severity, one.line, says(one, wording.LOAD_EVIDENCE_UNUSED)) for one in found] == [(Severity.WARNING, 9, True)]


def test_a_list_under_a_wrong_name_is_told(tmp_path: Path) -> None:
    problems(tmp_path)
    (tmp_path / "knowledge" / "evidence.yaml").rename(tmp_path / "knowledge" / "proof.yaml")
    found = problems(tmp_path, "")
    assert ("proof.yaml", True) in [(one.file, says(one, wording.LOAD_EVIDENCE_NAME)) for one in found]


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.b.edu.cn/2", "b.edu.cn"),
        ("http://b.edu.cn", "b.edu.cn"),
        ("b.edu.cn", ""),
        ("ftp://b.cn", ""),
        ("http://[", ""),
    ],
)
def test_pages_of_a_site_are_one_copy(address: str, site: str) -> None:
    assert site_of(address) == site


def test_evidence_of_an_article_is_evidence_of_its_paragraphs() -> None:
    assert [bare_article(one) for one in ("第八条第二款", "第十条之一第（一）项", "第八条")] == [
        "第八条",
        "第十条之一",
        "第八条",
    ]


def test_every_reported_entry_of_the_repository_has_copies_on_two_sites() -> None:
    knowledge = loader.require(ROOT / "knowledge", ROOT / "guides", max(date.today(), date(2026, 12, 31)))
    reported = [entry for entry in knowledge.entries if entry.status is Status.REPORTED]
    found = {entry.id: evidence_of(entry.id, entry.sources, knowledge.evidence) for entry in reported}
    assert all(found.values())
    assert all(len({site_of(seen.address) for seen in one.seen}) >= 2 for several in found.values() for one in several)


def test_a_topic_that_cannot_be_read_is_the_only_error(tmp_path: Path) -> None:
    evidence = EVIDENCE.replace("    claim:", "    entries: [committee-size]\n    claim:")
    assert problems(tmp_path, evidence) == ()
    (only,) = problems(tmp_path, evidence, TOPIC.replace("topic:", "topic：", 1))
    assert only.file == "election.yaml"
