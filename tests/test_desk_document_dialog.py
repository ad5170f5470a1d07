"""Documents on request: the right one sent, a short list, a part of a guide, and what is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import wording
from bot.content import loader
from bot.desk.desk import Desk
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Question
from bot.store.sqlite_store import SqliteStore
from tests.house import Clock, Talk, entry
from tests.papers import CATALOGUE, TODAY, index_in, papers_in, titles


@pytest.fixture
def talk(tmp_path: Path, store: SqliteStore, clock: Clock) -> Talk:
    index = index_in(tmp_path, papers_in(tmp_path))
    return Talk(Desk(lambda: index, store, clock), clock)


def sent(talk: Talk) -> list[str]:
    """The names of the files that came with the last reply."""
    assert talk.reply is not None
    return [file.name for file in talk.reply.files]


# ---------------------------------------------------------------- one document


def test_a_guide_asked_for_is_sent_with_title_version_date_and_what_it_is_for(talk: Talk) -> None:
    reply = talk.says("给我建会指南")
    assert (reply.decision, sent(talk)) == (Decision.GUIDE, ["基层单位建会操作指南.docx"])
    assert Path(reply.files[0].path).read_bytes().startswith(b"PK")
    for said in ("《基层单位建会操作指南》", "Word", "版本 1.0", "2026年11月26日", "从头到尾照着做。"):
        assert said in talk.heard
    assert wording.SHELF_STYLE not in talk.heard


def test_a_form_says_that_it_is_a_sample(talk: Talk) -> None:
    talk.says("会员登记表有吗")
    assert sent(talk) == ["会员登记表.docx"]
    assert wording.SHELF_STYLE in talk.heard


def test_the_format_is_chosen_by_word(talk: Talk) -> None:
    talk.says("建会指南 pdf")
    assert sent(talk) == ["基层单位建会操作指南.pdf"]


def test_the_format_is_chosen_by_button(talk: Talk) -> None:
    talk.says("给我建会指南")
    talk.presses("要 PDF")
    assert sent(talk) == ["基层单位建会操作指南.pdf"]


def test_a_format_said_afterwards_is_about_the_document_just_sent(talk: Talk) -> None:
    talk.says("给我建会指南")
    talk.says("要pdf的")
    assert sent(talk) == ["基层单位建会操作指南.pdf"]


def test_two_hours_later_a_format_alone_is_about_nothing(talk: Talk) -> None:
    talk.says("给我建会指南")
    talk.waits(2 * 3600)
    talk.says("要pdf的")
    assert sent(talk) == []


def test_a_format_that_there_is_not_is_said_and_the_first_one_sent(talk: Talk) -> None:
    talk.says("台账模板 pdf")
    assert sent(talk) == ["基层工会建家工作台账.xlsx"]
    assert wording.SHELF_NO_FORMAT.format(wanted="PDF", given="Excel") in talk.heard


def test_a_file_that_has_gone_from_the_folder_is_said_to_be(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "guides" / "files" / "选票.docx").unlink()
    talk.says("选票模板")
    assert talk.heard == wording.SHELF_MISSING.format(title="选票")


@pytest.mark.parametrize(
    "action", ["g:no-such-thing", "g", "p:no-such-thing", "p:ballot:3", "b:nothing", "l:nonsense", "g::", "q:2:换届", "q"]
)
def test_a_forged_or_old_button_gets_a_sentence(talk: Talk, action: str) -> None:
    reply = talk.opens(action)
    assert reply.blocks
    assert reply.files == ()


def test_a_step_after_a_form_is_that_of_the_guide_it_belongs_to(tmp_path: Path, store: SqliteStore, clock: Clock) -> None:
    catalogue = CATALOGUE.replace("words: [建会指南, 建会手册]", "words: [建会指南], entries: [report-when]")
    catalogue = catalogue.replace("words: [建会请示],", "words: [建会请示], entries: [report-when],")
    index = index_in(tmp_path, papers_in(tmp_path, catalogue))
    talk = Talk(Desk(lambda: index, store, clock), clock)
    talk.says("给我建会请示")
    talk.says("第三步呢")
    assert "筹备组由职工代表组成。" in talk.heard


def test_a_format_alone_after_an_answer_is_about_its_documents(talk: Talk) -> None:
    talk.says("换届怎么搞")
    talk.says("要pdf的")
    assert titles(talk.labels) == ["换届选举操作指南", "关于换届选举的请示", "选票"]


@pytest.mark.parametrize("said", ["有表吗", "表格呢", "有没有表格"])
def test_a_kind_asked_for_after_an_answer_is_about_its_documents(said: str, talk: Talk) -> None:
    talk.says("换届怎么搞")
    talk.says(said)
    assert titles(talk.labels) == ["换届选举操作指南", "关于换届选举的请示", "选票"]
    talk.says("有哪些表格")
    assert titles(talk.labels) == ["选票", "会员登记表"]


# ---------------------------------------------------------------- lists


def test_what_documents_are_about_is_listed_to_the_last_page(tmp_path: Path, store: SqliteStore, clock: Clock) -> None:
    more = "".join(f"  - {{id: form-{n}, title: 换届表{n}, kind: form, files: [换届表{n}.docx]}}\n" for n in range(17))
    index = index_in(tmp_path, papers_in(tmp_path, CATALOGUE + more))
    talk = Talk(Desk(lambda: index, store, clock), clock)
    talk.says("换届的表格有吗")
    pages = [talk.labels[:8]]
    for turn in ("9", "更多"):  # by number, and in words
        talk.says(turn)
        pages.append(talk.labels[:8])
    listed = titles([label for page in pages for label in page])
    assert len(listed) == len(set(listed)) == 20
    talk.says("3")
    assert sent(talk) == [f"{listed[18]}.docx"]


def test_a_list_asked_for_in_a_long_sentence_has_its_pages_too(tmp_path: Path, store: SqliteStore, clock: Clock) -> None:
    more = "".join(f"  - {{id: form-{n}, title: 换届表{n}, kind: form, files: [换届表{n}.docx]}}\n" for n in range(17))
    index = index_in(tmp_path, papers_in(tmp_path, CATALOGUE + more))
    talk = Talk(Desk(lambda: index, store, clock), clock)
    talk.says("我们厂工会今年年底就要换届了，想问一下有没有换届的表格模板")
    first, (*_, onward) = set(talk.labels[:8]), talk.labels
    assert len(talk.labels) == 9
    talk.presses(onward)
    assert not first & set(talk.labels)


def test_what_there_is_begins_with_the_guides_and_counts_the_rest(talk: Talk) -> None:
    reply = talk.says("/guides")
    assert list(reply.blocks[0].items) == [
        "基层单位建会操作指南（Word、PDF）",
        "换届选举操作指南（Word）",
        "表格（2 份）",
        "文书（2 份）",
        "台账（1 份）",
    ]
    talk.says("3")
    assert titles(talk.labels) == ["选票", "会员登记表"]
    talk.says("2")
    assert sent(talk) == ["会员登记表.docx"]


def test_a_kind_is_listed(talk: Talk) -> None:
    talk.says("有哪些指南")
    assert titles(talk.labels) == ["基层单位建会操作指南", "换届选举操作指南"]


def test_a_long_list_turns_its_pages_by_number_and_by_button(tmp_path: Path, store: SqliteStore, clock: Clock) -> None:
    more = "".join(f"  - {{id: form-{n}, title: 第{n}号表, kind: form, files: [第{n}号表.docx]}}\n" for n in range(20))
    index = index_in(tmp_path, papers_in(tmp_path, CATALOGUE + more))
    talk = Talk(Desk(lambda: index, store, clock), clock)
    talk.says("都有哪些表格")
    talk.says("9")
    talk.presses(wording.SHELF_MORE.format(count=6))
    assert titles(talk.labels)[-1] == "第19号表"
    assert wording.SHELF_MORE.format(count=6) not in talk.labels


def test_the_documents_of_the_last_answer_are_meant_by_a_bare_question_for_templates(talk: Talk) -> None:
    talk.says("换届怎么搞")
    talk.says("有模板吗")
    assert titles(talk.labels) == ["换届选举操作指南", "关于换届选举的请示", "选票"]


def test_without_a_catalogue_there_is_nothing_to_download(
    small_index: Callable[..., KnowledgeIndex], store: SqliteStore, clock: Clock
) -> None:
    index = small_index(entry("a", "怎样建会"), entry("b", "怎样换届"))
    assert Talk(Desk(lambda: index, store, clock), clock).says("/guides").blocks[0].text == wording.SHELF_EMPTY


# ---------------------------------------------------------------- beside entries


def test_an_answer_offers_its_documents_before_its_related_entries(talk: Talk) -> None:
    reply = talk.says("换届怎么搞")
    assert reply.decision is Decision.ANSWER
    assert talk.labels[:4] == ["文件：换届选举操作指南", "文件：关于换届选举的请示", "文件：选票", "选票哪些情况算无效？"]
    talk.says("2")
    assert sent(talk) == ["关于换届选举的请示.docx"]


def test_a_question_about_a_document_is_a_question(talk: Talk) -> None:
    assert talk.says("选票哪些情况算无效").entry == "ballot-void"


def test_words_that_may_ask_either_get_the_entry_when_it_is_sure_and_the_document_when_not(
    talk: Talk, desk: Desk, clock: Clock
) -> None:
    reply = Talk(desk, clock).says("入会申请书怎么填")  # the real knowledge has an entry for it
    assert reply.decision is Decision.ANSWER
    assert "join-application" in [document.id for document in reply.documents]
    talk.says("会员登记表怎么填")  # the small one has none
    assert sent(talk) == ["会员登记表.docx"]


def test_what_else_a_message_asks_is_answered_with_the_document(talk: Talk) -> None:
    reply = talk.says("给我建会指南，另外选票哪些情况算无效")
    assert sent(talk) == ["基层单位建会操作指南.docx"]
    assert "所选人数多于规定人数的，是无效票。" in talk.heard
    assert reply.entry == "ballot-void"


# ---------------------------------------------------------------- parts of a guide


def test_a_step_of_a_guide_is_shown_with_the_way_to_the_whole(talk: Talk) -> None:
    talk.says("建会指南第三步是什么")
    assert "第三步　成立筹备组" in talk.heard
    assert "筹备组由职工代表组成。" in talk.heard
    talk.presses(wording.SHELF_GET)
    assert sent(talk) == ["基层单位建会操作指南.docx"]


def test_the_next_step_may_be_asked_for_by_its_number_alone(talk: Talk) -> None:
    talk.says("建会指南第一步是什么")
    talk.says("第二步呢")
    assert "用《关于成立工会的请示》。" in talk.heard


def test_the_table_of_contents_leads_to_each_chapter(talk: Talk) -> None:
    talk.says("建会指南目录")
    assert talk.labels == ["第一章　建会的步骤", "第二章　建会以后"]
    talk.says("2")
    assert "刻章、开户。" in talk.heard


def test_a_part_that_there_is_not_is_said_and_the_contents_shown(talk: Talk) -> None:
    talk.says("建会指南第九步讲的啥")
    assert talk.labels == ["第一章　建会的步骤", "第二章　建会以后"]


def test_a_long_part_is_cut_at_a_paragraph_and_says_so(tmp_path: Path, store: SqliteStore, clock: Clock) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    papers_in(folder)
    long = "## 第一章　经费\n\n" + "\n\n".join("工会经费" * 100 for _ in range(9)) + "\n"
    (folder / "guides" / "sources" / "setup-guide.md").write_text(long, "utf-8")
    index = index_in(folder, loader.require(folder / "knowledge", folder / "guides", TODAY))
    talk = Talk(Desk(lambda: index, store, clock), clock)
    talk.says("建会指南第一章讲什么")
    assert wording.SHELF_PART_CUT in talk.heard
    assert 1000 < len(talk.heard) < 2000


# ---------------------------------------------------------------- what is kept


def test_a_download_is_counted_once_for_a_message_delivered_twice(talk: Talk, store: SqliteStore) -> None:
    talk.says("给我建会指南")
    talk._sent -= 1  # the same message once more, as after a crash
    talk.says("给我建会指南")
    assert store.download_counts() == {"setup-guide": 1}
    taken = store.takers("setup-guide")[0]
    assert (taken.version, taken.format, taken.asker) == ("1.0", "docx", "telegram:7")


def test_a_request_is_recorded_as_a_question_with_its_decision(talk: Talk, store: SqliteStore) -> None:
    reply = talk.says("给我建会指南")
    kept = store.recorded(reply.record)
    assert kept is not None
    assert (kept.text, kept.decision) == ("给我建会指南", "guide")
    talk.says("没用")
    assert wording.RATED_USELESS in talk.heard


@pytest.mark.parametrize("text", ["公司裁员有没有通知工会", "这个有没有规定说清楚", "上级有没有批复期限"])
def test_a_noun_alone_asks_for_no_sample(desk: Desk, text: str) -> None:
    reply = desk.reply(Question(text, f"telegram:{text}", "telegram:1", "telegram"))
    assert "没有现成的" not in "\n".join(block.text for block in reply.blocks)
