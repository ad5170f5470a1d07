"""An edit learned by itself comes out as learning everything anew would, in a fraction of the time, and survives crashes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.matching.knowledge_index import KnowledgeIndex, NotLearnedError
from bot.model import Entry, Knowledge

ASKED = (
    "打扫卫生的阿姨能不能进工会", "多少人可以建工会", "公司不给办会员手续怎么办", "退休以后会费还交吗", "筹备组谁来当组长",
    "主席能不能被调走", "一年开几次会员大会", "今天天气怎么样",
)  # fmt: skip


@pytest.fixture(scope="module")
def some(known: Knowledge) -> Knowledge:
    """The first 120 entries: enough wordings for their inverse to be kept, few enough to learn in a second."""
    first = known.entries[:120]
    ids = {entry.id for entry in first}
    entries = tuple(replace(entry, related=tuple(one for one in entry.related if one in ids)) for entry in first)
    return Knowledge(entries, ())


def edited(knowledge: Knowledge) -> Knowledge:
    """A phrasing less, three more, an entry less and an entry more, as a busy morning might do."""
    first, second, *rest = knowledge.entries
    first = replace(first, phrasings=first.phrasings[1:])
    more = ("打扫卫生的阿姨能进工会吗", "食堂师傅能进工会吗", "门卫大爷能进工会吗")
    second = replace(second, phrasings=(*second.phrasings, *more))
    wordings = ("职工书屋 申请", "想办个图书角")
    fresh = Entry("new-entry", "新", "职工书屋怎么申请？", "向上级工会申请，以上级工会确认为准。", wordings)
    return replace(knowledge, entries=(first, second, *rest[:-1], fresh))


def built(knowledge: Knowledge, folder: Path, *, quick: bool = False) -> KnowledgeIndex:
    return KnowledgeIndex(knowledge, None, Cache(folder), quick=quick)


def test_what_has_grown_answers_as_what_was_learned_anew(some: Knowledge, tmp_path: Path) -> None:
    built(some, tmp_path / "one")
    grown = built(edited(some), tmp_path / "one", quick=True)
    anew = built(edited(some), tmp_path / "two")
    assert grown.grown
    assert not anew.grown
    for text in (*ASKED, "想在车间弄个图书角", "食堂大师傅能进工会不"):
        one, other = grown.match(text), anew.match(text)
        assert [ranked.entry for ranked in one.ranked[:1]] == [ranked.entry for ranked in other.ranked[:1]], text
        assert one.ranked[0].confidence == pytest.approx(other.ranked[0].confidence, abs=0.03), text


def test_edits_upon_edits_and_back_again_leave_no_trace(some: Knowledge, tmp_path: Path) -> None:
    first = built(some, tmp_path)
    for _ in range(5):
        assert built(edited(some), tmp_path, quick=True).grown
        renamed = replace(some, entries=(replace(some.entries[0], question="换了个问法的第一条？"), *some.entries[1:]))
        assert built(renamed, tmp_path, quick=True).grown
    back = replace(some, entries=(*some.entries[:-1], replace(some.entries[-1], phrasings=some.entries[-1].phrasings[:-1])))
    grown = built(back, tmp_path, quick=True)
    for text in ASKED:
        assert grown.match(text).ranked[0].entry == first.match(text).ranked[0].entry
        assert grown.match(text).ranked[0].confidence == pytest.approx(first.match(text).ranked[0].confidence, abs=0.03)


def test_a_grown_index_is_not_taken_for_a_learned_one_later(some: Knowledge, tmp_path: Path) -> None:
    built(some, tmp_path)
    built(edited(some), tmp_path, quick=True)
    assert not built(edited(some), tmp_path).grown  # learned anew, though its inverse was there


def test_more_new_wordings_than_there_is_room_for_are_learned_anew(some: Knowledge, tmp_path: Path) -> None:
    built(some, tmp_path)
    many = tuple(f"第{number}号楼的门卫" for number in range(500))
    crowded = replace(some, entries=(replace(some.entries[0], phrasings=many), *some.entries[1:]))
    index = built(crowded, tmp_path, quick=True)
    assert not index.grown
    assert index.match("第77号楼门卫").ranked[0].entry == some.entries[0].id


@pytest.mark.parametrize("broken", ["state.json", "inverse.npy"])
def test_half_an_inverse_on_disk_is_none(some: Knowledge, tmp_path: Path, broken: str) -> None:
    built(some, tmp_path)
    [place] = tmp_path.glob("growing-*")
    (place / broken).write_bytes((place / broken).read_bytes()[:1000])
    index = built(edited(some), tmp_path, quick=True)
    assert not index.grown
    assert index.match("想办个图书角").ranked[0].entry == "new-entry"


def test_the_inverse_of_an_earlier_revision_is_dropped(some: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "growing-plain-0").mkdir()
    (tmp_path / "growing-use3-0").mkdir()  # another encoder's, which may be asked for again
    built(some, tmp_path)
    assert [place.name.rpartition("-")[0] for place in sorted(tmp_path.glob("growing-*"))] == ["growing-plain", "growing-use3"]
    assert not (tmp_path / "growing-plain-0").exists()


@pytest.mark.timed
def test_growing_takes_a_fraction_of_learning(some: Knowledge, tmp_path: Path) -> None:
    began = time.perf_counter()
    built(some, tmp_path)
    learned = time.perf_counter() - began
    began = time.perf_counter()
    assert built(edited(some), tmp_path, quick=True).grown
    assert time.perf_counter() - began < max(learned, 0.5)


def test_a_trial_answers_as_the_edit_would_and_leaves_nothing_behind(some: Knowledge, tmp_path: Path) -> None:
    built(some, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    trial = KnowledgeIndex(edited(some), None, Cache(tmp_path), trial=True)
    assert trial.grown
    assert trial.match("想在车间弄个图书角").ranked[0].entry == "new-entry"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_what_would_take_long_to_learn_is_left_to_others_when_nobody_waits(known: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(NotLearnedError):
        KnowledgeIndex(known, None, Cache(tmp_path), quick=True, wait=False)


def test_two_who_learn_edits_at_once_do_not_spoil_the_inverse(some: Knowledge, tmp_path: Path) -> None:
    first = built(some, tmp_path)
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda one: built(one, tmp_path, quick=True), [edited(some), some, edited(some), some] * 3))
    for text in ASKED:
        for index in made[1::2]:
            assert index.match(text).ranked[0].confidence == pytest.approx(first.match(text).ranked[0].confidence, abs=0.03)
    assert all(index.match("想在车间弄个图书角").ranked[0].entry == "new-entry" for index in made[::2])


def test_vectors_are_those_of_their_texts_whatever_comes_and_goes(encoder: Encoder, tmp_path: Path) -> None:
    cache, texts = Cache(tmp_path), ["会费怎么交", "怎么建工会", "换届几年一次"]
    for wanted in (texts, texts[1:], [*texts[1:], "产假几天"], texts[::-1], texts[:1]):
        found = cache.vectors(encoder, wanted)
        assert found == pytest.approx(encoder.encode(wanted), abs=1e-5)
