"""The texts of the laws: every way a file can be wrong, the laws of the repository, and the desk's articles."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import app, wording
from bot.content import loader
from bot.model import Knowledge, Problem
from bot.settings import load
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT
from tests.test_content_entries import says
from tests.test_content_laws import LAWS, TOPIC

TODAY = date(2026, 12, 1)
_HEADING = re.compile(r"#*\s*第[一二三四五六七八九十]+[编章节]\s|附[录件]：|女职工禁忌从事的劳动范围$")
SHARED = ROOT.parent / "shared" / "laws"

TEXT = """\
标题：中华人民共和国工会法
版本：2021修正
施行：2022-01-01
条数：4

> 1992年4月3日通过

# 第一章 总则

第一条　为了试验。

第二条　试验有下列几种：
（一）大的；
（二）小的。
第三条所说的不在此列。

# 第二章 附则
## 第一节 其他

第三条 第二条的试验照办。
> 本条将修改。

第三条之一　补充的一条。

# 附录 名单

甲、乙。
"""


def loaded(folder: Path, text: str = TEXT, *, name: str = "工会法.md", topic: str = TOPIC) -> tuple[Knowledge, list[Problem]]:
    (folder / "laws").mkdir(exist_ok=True)
    (folder / "laws" / name).write_text(text, "utf-8")
    (folder / "laws.yaml").write_text(LAWS, "utf-8")
    (folder / "setup.yaml").write_text(topic.replace("第十一条", "第二条"), "utf-8")
    knowledge, found = loader.readable(folder, folder / "guides", TODAY)
    return knowledge, [one for one in found if one.file.startswith("laws/")]


def test_a_good_text_is_read_word_for_word(tmp_path: Path) -> None:
    knowledge, found = loaded(tmp_path)
    [text] = knowledge.texts
    assert found == []
    assert (text.version, text.since, text.whole) == ("2021修正", date(2022, 1, 1), True)
    assert [one.label for one in text.articles] == ["第一条", "第二条", "第三条", "第三条之一", "附录 名单"]
    assert [one.key for one in text.articles] == ["1", "2", "3", "3.1", "x1"]
    assert text.articles[1].paragraphs == (("试验有下列几种：", "（一）大的；", "（二）小的。"), ("第三条所说的不在此列。",))
    assert text.articles[2].headings == ("第二章 附则", "第一节 其他")
    assert text.articles[2].note == "本条将修改。"
    assert [(heading, start, end) for heading, start, end in text.chapters()][:2] == [
        ("第一章 总则", 0, 2),
        ("第二章 附则", 2, 4),
    ]


BROKEN = [
    # what is written in place of what, the line of the error, what it says
    ("标题：中华人民共和国工会法\n", "标题：中国工会法律\n", 1, wording.LOAD_CITED_UNKNOWN),
    ("标题：中华人民共和国工会法\n", "", 1, wording.LOAD_TEXT_HEAD_MISSING),
    ("版本：2021修正\n", "版本：2001修正\n", 2, wording.LOAD_TEXT_VERSION),
    ("施行：2022-01-01\n", "施行：2022-01-02\n", 3, wording.LOAD_TEXT_SINCE),
    ("条数：4\n", "条数：5\n", 4, wording.LOAD_TEXT_COUNT),
    ("条数：4\n", "条数：四\n", 4, wording.LOAD_COUNT),
    ("条数：4\n", "总数：4\n", 4, wording.LOAD_TEXT_HEAD),
    ("条数：4\n", "条数：4\n条数：4\n", 5, wording.LOAD_KEY_TWICE),
    ("条数：4\n", "条数：4\n单位：款\n", 5, wording.LOAD_TEXT_UNIT),
    ("> 1992年", "1992年", 6, wording.LOAD_TEXT_STRAY),
    ("# 第一章 总则", "# 总则", 8, wording.LOAD_TEXT_HEADING),
    ("## 第一节", "### 第一节", 18, wording.LOAD_TEXT_LEVEL),
    ("第一条　为了试验。\n", "", 11, wording.LOAD_TEXT_GAP),
    ("第一条　为了试验。", "第一条　", 10, wording.LOAD_TEXT_NOTHING),
    ("第三条之一　", "第三条　", 23, wording.LOAD_TEXT_TWICE),
    ("第三条 第二条", "第三条第二条", 23, wording.LOAD_TEXT_GAP),
    ("第三条 第二条", "第四条　第二条", 20, wording.LOAD_TEXT_GAP),
    ("甲、乙。\n", "", 25, wording.LOAD_TEXT_NOTHING),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN)
def test_each_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in TEXT
    knowledge, found = loaded(tmp_path, TEXT.replace(old, new, 1))
    assert any(one.line == line and says(one, message) for one in found), [(one.line, one.message) for one in found]
    assert knowledge.texts == ()


def test_parts_of_a_law_lie_in_files_of_their_own(tmp_path: Path) -> None:
    part = "标题：中华人民共和国工会法\n部分：下编\n版本：2021修正\n条数：1\n\n第九条　最后一条。\n"
    loaded(tmp_path, TEXT.replace("版本", "部分：上编\n版本", 1))
    knowledge, found = loaded(tmp_path, part, name="工会法-下编.md")
    assert found == []
    assert [one.key for one in knowledge.texts[0].articles] == ["1", "2", "3", "3.1", "x1", "9"]
    assert not knowledge.texts[0].whole
    _, found = loaded(tmp_path, part.replace("部分：下编\n", ""), name="工会法-下编.md")
    assert any(says(one, wording.LOAD_TEXT_GAP) for one in found)
    _, found = loaded(tmp_path, part.replace("第九条", "第三条"), name="工会法-下编.md")
    assert any(says(one, wording.LOAD_TEXT_TWICE) for one in found)


def test_an_article_that_its_law_lacks_may_not_be_cited(tmp_path: Path) -> None:
    loaded(tmp_path)
    (tmp_path / "setup.yaml").write_text(TOPIC.replace("第十一条", "第五条"), "utf-8")
    known, found = loader.load(tmp_path, tmp_path / "guides", TODAY)
    assert known is None
    [problem] = [one for one in found if one.key == "article"]
    assert says(problem, wording.LOAD_CITED_NO_ARTICLE)
    assert problem.file == "setup.yaml"


def test_whatever_else_lies_in_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "工会法.docx").write_bytes(b"PK")
    _, found = loaded(tmp_path)
    assert [(one.file, one.message) for one in found] == [("laws/工会法.docx", wording.LOAD_TEXT_STRANGER)]


def test_a_word_of_a_law_changed_is_another_version_of_the_knowledge(tmp_path: Path) -> None:
    before, _ = loaded(tmp_path)
    after, _ = loaded(tmp_path, TEXT.replace("（二）小的", "（二）更小的"))
    moved, _ = loaded(tmp_path, TEXT.replace("\n\n第二条", "\n\n\n第二条"))
    assert before.hash != after.hash
    assert before.hash == moved.hash


# ---------------------------------------------------------------- the laws of the repository


def test_every_law_that_is_at_hand_is_held_word_for_word(known: Knowledge) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/laws isn't here")
    held = {text.title: "".join(re.sub(r"\s", "", one.text) for one in text.articles) for text in known.texts}
    for path in SHARED.glob("*.md"):
        if "旧版" in path.name:
            continue
        first, _, rest = path.read_text("utf-8").partition("\n")
        title = first.split(" ｜ ")[0].removeprefix("标题：").split("·")[0].strip()
        count = int(re.search(r"条数：(\d+)", first)[1])
        parts = re.split(r"^(第[一二三四五六七八九十百千零]+条)[\s　]+", rest, flags=re.MULTILINE)
        assert len(parts) // 2 == count
        for label, text in zip(parts[1::2], parts[2::2], strict=True):
            lines = [line for line in text.splitlines() if not _HEADING.match(line)]
            assert re.sub(r"[\s\u200b]", "", "".join(lines)) in held[title], (title, label)


def test_texts_agree_with_the_list_and_every_law_in_force_that_is_cited_is_held_or_said_not_to_be(known: Knowledge) -> None:
    assert len(known.texts) >= 46
    versions = {law.title: law.version for law in known.laws}
    assert all(text.version == versions[text.title] for text in known.texts)
    assert sum(len(text.articles) for text in known.texts) > 3_100
    assert [part.name for part in next(text for text in known.texts if "民法典" in text.title).parts] == [
        "总则编",
        "婚姻家庭编",
    ]


# ---------------------------------------------------------------- while the bot serves


def test_a_changed_law_is_in_force_at_once_and_a_broken_one_changes_nothing(tmp_path: Path, store: SqliteStore) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    loaded(folder)
    own = {f"JIANHUI_{name.upper()}": str(tmp_path / name) for name in ("data", "knowledge", "guides")}
    settings = replace(load(env=own, dotenv=tmp_path / "none"), encoder=False)
    live = app.open_live(settings, store)
    try:
        assert live.index.knowledge.texts[0].articles[0].text == "为了试验。"
        (folder / "laws" / "工会法.md").write_text(TEXT.replace("为了试验", "为了验证"), "utf-8")
        live.check()
        assert live.index.knowledge.texts[0].articles[0].text == "为了验证。"
        (folder / "laws" / "工会法.md").write_text(TEXT.replace("第二条　", "第四条　"), "utf-8")
        live.check()
        assert live.index.knowledge.texts[0].articles[0].text == "为了验证。"
    finally:
        live.stop()
    # started on the broken files: what was in force last, laws and all
    again = app.open_live(settings, store)
    again.stop()
    assert [one.key for one in again.index.knowledge.texts[0].articles] == ["1", "2", "3", "3.1", "x1"]
