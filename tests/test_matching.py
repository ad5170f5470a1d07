"""The matcher's laws: scorers beside a slow obvious reference, what is learned, what is kept, and nothing answered by force."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from numpy.typing import NDArray

from bot.errors import KnowledgeError
from bot.matching import calibration, kernel_ridge
from bot.matching import knowledge_index as index_module
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder, SentenceEncoder
from bot.matching.knowledge_index import KnowledgeIndex
from bot.matching.neighbours import Neighbours
from bot.matching.pinyin_decoder import PinyinDecoder
from bot.matching.scorers import RidgeScorer
from bot.matching.terms import Terms
from bot.matching.weighted_dice import DiceIndex
from bot.model import Decision, Term
from bot.settings import Settings
from tests.house import entry, index_of

Build = Callable[..., KnowledgeIndex]

ENTRIES = (
    entry("dues-amount", "会费交多少", "会费怎么算", "每个月要交几块钱会费", "会费标准"),
    entry("dues-refund", "退会以后会费能退吗", "会费退不退", "离职了交过的会费还给我吗"),
    entry("election-when", "换届要提前多久准备", "换届什么时候开始", "任期快满了怎么办"),
    entry("setup-members", "多少人才能成立工会", "建工会要几个人", "公司人少能建会吗", "十几个人能不能建工会"),
    entry("women-leave", "产假有多少天", "生孩子放几天假", "产假多长"),
)
ASKED = (
    "会费一个月多少钱",
    "交的会费还能拿回来吗",
    "换届提前几天",
    "几个人可以成立工会",
    "产假几天",
    "huifei jiao duoshao",
    "食堂不好吃",
)


# ---------------------------------------------------------------- Dice

documents = st.lists(st.text(alphabet="工会经费员选举换届", min_size=1, max_size=8), min_size=2, max_size=8)
tokens = st.text(alphabet="工会经费员选举换届法人", max_size=10)


def slow_dice(stored: Sequence[str], asked: str, number: int) -> float:
    """The formula at the top of bot.matching.weighted_dice, word for word."""
    size = len(stored)

    def idf(token: str) -> float:
        return math.log((size + 2) / (sum(token in document for document in stored) + 1))

    shared = sum(idf(token) for token in set(asked) & set(stored[number]))
    whole = sum(map(idf, set(asked))) + sum(map(idf, set(stored[number])))
    return 2 * shared / whole if whole > 0 else 0.0


@examples(max_examples=150, deadline=None)
@given(documents, tokens)
def test_dice_over_postings_is_the_formula(stored: list[str], asked: str) -> None:
    fast, _ = DiceIndex(stored).dice(asked)
    assert fast == pytest.approx([slow_dice(stored, asked, number) for number in range(len(stored))], abs=1e-5)


@examples(max_examples=150, deadline=None)
@given(documents, tokens)
def test_dice_and_the_share_covered_lie_between_0_and_1(stored: list[str], asked: str) -> None:
    for values in DiceIndex(stored).dice(asked):
        assert np.all((values >= 0) & (values <= 1 + 1e-5))


@examples(max_examples=150, deadline=None)
@given(documents)
def test_dice_is_the_same_both_ways_and_1_with_itself(stored: list[str]) -> None:
    overlap = DiceIndex(stored)
    every = np.array([overlap.dice(document)[0] for document in stored])
    assert every == pytest.approx(every.T, abs=1e-5)
    assert np.diag(every)[overlap.weight > 0] == pytest.approx(1, abs=1e-5)


@examples(max_examples=100, deadline=None)
@given(documents, tokens, st.randoms())
def test_dice_depends_on_neither_order_nor_repetition(stored: list[str], asked: str, random: object) -> None:
    shuffled = list(asked * 2)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' Random
    overlap = DiceIndex(stored)
    assert overlap.dice(shuffled)[0] == pytest.approx(overlap.dice(asked)[0], abs=1e-6)


@examples(max_examples=100, deadline=None)
@given(documents, st.data())
def test_dice_among_some_is_dice_over_postings(stored: list[str], data: st.DataObject) -> None:
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(stored) - 1), min_size=1))))
    overlap = DiceIndex(stored)
    expected = np.array([overlap.dice(stored[one])[0][chosen] for one in chosen])
    held = overlap.weight[chosen] > 0
    assert overlap.among(chosen)[held][:, held] == pytest.approx(expected[held][:, held], abs=1e-5)


@examples(max_examples=100, deadline=None)
@given(documents, st.lists(tokens, min_size=1, max_size=4), st.lists(tokens, min_size=1, max_size=4))
def test_dice_between_strange_sets_is_the_formula(stored: list[str], some: list[str], others: list[str]) -> None:
    found = DiceIndex(stored).between(some, others)
    expected = [[_strange_dice(stored, one, other) for other in others] for one in some]
    assert found == pytest.approx(np.array(expected), abs=1e-5)


def _strange_dice(stored: Sequence[str], one: str, other: str) -> float:
    """The formula for two texts that needn't be stored: what no document holds is shared with none."""
    size = len(stored)
    idf = {token: math.log((size + 2) / (sum(token in document for document in stored) + 1)) for token in {*one, *other}}
    known = {token for document in stored for token in document}
    shared = sum(idf[token] for token in set(one) & set(other) & known)
    whole = sum(idf[token] for token in set(one)) + sum(idf[token] for token in set(other))
    return 2 * shared / whole if whole > 0 else 0.0


# ---------------------------------------------------------------- the kernel


def test_the_kernel_with_a_question_is_that_among_the_wordings(either_encoder: Encoder | None) -> None:
    keys = [wording for one in ENTRIES for wording in one.wordings]
    neighbours = Neighbours(keys, either_encoder, None if either_encoder is None else either_encoder.encode(keys))
    every = np.arange(len(keys))
    rows = [neighbours.near(key) for key in keys]
    assert all(np.array_equal(row.numbers, every) for row in rows)
    found = np.array([row.kernel for row in rows])
    assert found == pytest.approx(neighbours.gram(every), abs=1e-3)
    assert np.diag(found) == pytest.approx(1, abs=1e-3)
    assert found.min() >= 0


def test_of_many_wordings_the_nearest_are_those_of_a_full_comparison(index: KnowledgeIndex) -> None:
    scorer = index.scorer
    assert isinstance(scorer, RidgeScorer)
    neighbours = scorer.neighbours
    for text in ("公司不给交社保怎么办", "工会主席可以兼职吗", "多少人能成立工会"):
        heard = index.decoded_text(text)
        near = neighbours.near(heard, 50)
        every = neighbours.near(heard, len(neighbours.keys))
        best = np.sort(np.argsort(-every.kernel, kind="stable")[:50])
        assert len(set(near.numbers) & set(every.numbers[best])) >= 49, text


def test_a_wording_left_out_is_not_among_the_nearest(either_encoder: Encoder | None) -> None:
    keys = [wording for one in ENTRIES for wording in one.wordings]
    neighbours = Neighbours(keys, either_encoder, None if either_encoder is None else either_encoder.encode(keys))
    assert 3 not in neighbours.near(keys[3], but=np.array([3])).numbers


# ---------------------------------------------------------------- ridge

OWNERS: NDArray[np.int64] = np.array([0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 4], np.int64)
"""Four entries; the last two wordings belong to none."""


def some_kernel() -> NDArray[np.float32]:
    """A positive definite kernel between these wordings."""
    points = np.random.default_rng(7).normal(size=(len(OWNERS), 6))
    lengths = np.linalg.norm(points, axis=1)
    return np.asarray(((points @ points.T) / np.outer(lengths, lengths)) ** 2, np.float32)


def test_votes_summed_by_entry_are_the_scores_of_a_plain_ridge_regression() -> None:
    kernel, targets = some_kernel(), np.eye(5)[OWNERS]
    question = kernel[2] * np.float32(0.9)
    weights = np.linalg.solve(kernel + kernel_ridge.PENALTY * np.eye(len(OWNERS)), targets)
    found = np.bincount(OWNERS, kernel_ridge.votes(kernel, question), 5)
    assert found == pytest.approx(question @ weights, abs=1e-4)


# ---------------------------------------------------------------- terms

TERMS = (
    Term("roles", "主席", ("工会主席", "主席")),
    Term("roles", "会员代表", ("会员代表",)),
    Term("things", "会员大会", ("会员代表大会", "会员大会")),
    Term("denials", "不准", ("不能", "不得")),
    Term("aspects", "能不能", ("能不能",)),
)


def test_the_longest_word_names_a_term_and_none_overlap() -> None:
    terms = Terms(TERMS, ENTRIES)
    assert terms.terms_in("会员代表大会能不能开") == {2, 4}
    assert terms.terms_in("会员代表，不能当主席") == {0, 1, 3}
    assert terms.terms_in("食堂") == frozenset()


def test_what_an_entry_is_about_is_learned_from_its_own_wordings() -> None:
    chair = entry("chair-fired", "工会主席能被辞退吗", "主席被开除怎么办", "把主席辞了行不行")
    staff = entry("staff-fired", "员工能被辞退吗", "被开除怎么办", "把人辞了行不行")
    terms = Terms(TERMS, (chair, staff))
    asked = terms.agreement(terms.terms_in("主席被炒了"), [0, 1])
    assert asked.shared[0, 0] > 0 == asked.shared[1, 0]
    assert asked.foreign[1, 0] > 0 == asked.foreign[0, 0]
    silent = terms.agreement(terms.terms_in("被炒了"), [0, 1])
    assert silent.missing[0, 0] > 0 == silent.missing[1, 0]


# ---------------------------------------------------------------- confidence


@examples(max_examples=50, deadline=None)
@given(st.integers(0, 2**32), st.integers(20, 300), st.floats(0, 2))
def test_calibrated_probabilities_are_probabilities_and_right_on_average(seed: int, cases: int, noise: float) -> None:
    random = np.random.default_rng(seed)
    features = random.random((cases, 3))
    right = (features @ [6, 4, 2] - 6 + noise * random.normal(size=cases) > 0).astype(float)
    found = calibration.calibrate(features, right, np.ones(cases)).probability(features)
    assert np.all((found > 0) & (found < 1))
    # a logistic regression with an intercept is right on average; two virtual cases pull it towards a half
    assert found.mean() == pytest.approx((right.sum() + 0.5) / (cases + 1), abs=0.01)


def test_every_confidence_is_a_probability_and_none_is_larger_than_the_one_before(either_index: KnowledgeIndex) -> None:
    for text in (*ASKED, "工会", "a", "25", "怎么办", "jianhui", "您好"):
        found = [ranked.confidence for ranked in either_index.rank(text, 8)]
        assert all(0 <= confidence <= 1 for confidence in found)
        assert found == sorted(found, reverse=True)


# ---------------------------------------------------------------- hearing


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("gonghui", "工会"),
        ("gonghuijingfei怎么用", "工会经费怎么用"),  # pinyin before characters
        ("建jieban", "建jieban"),  # 班 stands nowhere in this knowledge
        ("qq群", "qq群"),  # a word of the knowledge
        ("kpi", "kpi"),  # no pinyin
    ],
)
def test_typed_pinyin_is_read_with_the_characters_of_the_knowledge(typed: str, heard: str) -> None:
    assert PinyinDecoder(["工会经费怎么用", "公会", "工会选举", "建qq群"]).decode(typed) == heard


# ---------------------------------------------------------------- what is learned, and kept


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_learning_twice_from_the_same_gives_the_same_bytes(encoder: Encoder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        index_of(tmp_path / name, *ENTRIES, encoder=encoder)
    assert files(tmp_path / "one")
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), id="cut short"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"\x93NUMPY" + os.urandom(200)), id="garbage"),
        pytest.param(lambda path: path.unlink(), id="missing"),
    ],
)
def test_a_spoiled_cache_is_made_again(spoil: Callable[[Path], object], encoder: Encoder, tmp_path: Path) -> None:
    first = index_of(tmp_path, *ENTRIES, encoder=encoder)
    expected, kept = [first.match(text) for text in ASKED], files(tmp_path)
    assert kept
    for name in kept:
        spoil(tmp_path / name)
        opened = index_of(tmp_path, *ENTRIES, encoder=encoder)
        assert [opened.match(text) for text in ASKED] == expected, name
        assert files(tmp_path) == kept


@pytest.mark.parametrize("name", ["tokenizer.bin", "layers.npz", "table.npy"])
def test_a_model_cut_short_is_laid_out_again(name: str, encoder: Encoder, settings: Settings, tmp_path: Path) -> None:
    expected = encoder.encode(["会费交多少"])
    laid = settings.data / "cache" / f"model-{encoder.name}"
    for file in laid.iterdir():
        content = file.read_bytes()
        place = tmp_path / laid.name / file.name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content[: len(content) // 2] if file.name == name else content)
    assert np.array_equal(SentenceEncoder(tmp_path).encode(["会费交多少"]), expected)


def test_other_knowledge_is_not_served_what_was_learned_from_this(tmp_path: Path) -> None:
    index_of(tmp_path / "shared", *ENTRIES)
    # the same wordings in the same order, one of them with another owner
    one, other, *rest = ENTRIES
    moved = (entry(one.id, *one.wordings[:-1]), entry(other.id, one.wordings[-1], *other.wordings), *rest)
    here, fresh = index_of(tmp_path / "shared", *moved), index_of(tmp_path / "fresh", *moved)
    assert [here.match(text) for text in ASKED] == [fresh.match(text) for text in ASKED]


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    expected = [index_of(tmp_path / "cache", *ENTRIES).match(text) for text in ASKED]
    assert [index_of(tmp_path / "file", *ENTRIES).match(text) for text in ASKED] == expected


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_changes_nothing(tmp_path: Path) -> None:
    expected = [index_of(tmp_path / "cache", *ENTRIES).match(text) for text in ASKED]
    (tmp_path / "locked").mkdir(mode=0o500)
    assert [index_of(tmp_path / "locked", *ENTRIES).match(text) for text in ASKED] == expected


def test_asking_the_wordings_ends_once_enough_is_known(tmp_path: Path) -> None:
    one, other, *rest = ENTRIES
    stolen = (one, entry(other.id, *other.wordings, *(f"{text}呀怎么办" for text in one.wordings)), *rest)
    index = index_of(tmp_path, *stolen)
    for each in stolen:
        question, share = index.finds_itself(each.id)
        briefly, least = index.finds_itself(each.id, 0.2)
        assert briefly == question
        assert least == 1 if question else (least >= 0.2) == (share >= 0.2)
    assert len({index.finds_itself(each.id)[0] for each in stolen}) == 2


# ---------------------------------------------------------------- bases of any size


def test_two_entries_that_claim_a_wording_are_refused_by_name(small_index: Build) -> None:
    with pytest.raises(KnowledgeError, match=r"会费怎么交.*dues-one.*dues-two"):
        small_index(entry("dues-one", "会费交多少", "会费怎么交"), entry("dues-two", "请问，会费怎么交呢？"))


def test_an_entry_may_repeat_itself(small_index: Build) -> None:
    assert small_index(entry("dues", "会费交多少", "会费交多少？")).match("会费交多少").ranked[0].entry == "dues"


def test_a_base_without_entries_knows_nothing(small_index: Build) -> None:
    opened = small_index()
    assert opened.match("会费交多少").decision is Decision.UNKNOWN
    assert opened.rank("会费交多少", 3) == ()


def test_a_base_of_one_entry_finds_it_and_refuses_the_rest(small_index: Build) -> None:
    opened = small_index(entry("dues", "会费交多少", "会费怎么算", "每个月交几块钱会费"))
    assert opened.match("会费交多少").exact
    assert opened.rank("会费一个月要交几块钱", 3)[0].entry == "dues"
    assert opened.match("今天北京天气怎么样").decision is Decision.UNKNOWN


def test_a_text_without_words_finds_nothing(small_index: Build) -> None:
    opened = small_index(*ENTRIES)
    assert [opened.match(text).ranked for text in ("", "？？", "😀", " ")] == [(), (), (), ()]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("工会经费会员换届选举" * 2000, id="words of the trade"),
        pytest.param("gonghui" * 2857, id="pinyin"),
        pytest.param("怎么办 " * 5000, id="questions"),
        pytest.param("a1" * 10000, id="signs"),
        pytest.param("".join(map(chr, range(0x4E00, 0x9C20))), id="every character"),
    ],
)
def test_twenty_thousand_characters_are_matched_quickly(text: str, either_index: KnowledgeIndex) -> None:
    either_index.match("先装入模型")
    started = time.process_time()
    either_index.match(text)
    assert time.process_time() - started < 1


@pytest.fixture(scope="module")
def large_index(index: KnowledgeIndex, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeIndex:
    """The real knowledge ranked as a very large base is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "LARGEST", 100)
        return KnowledgeIndex(index.knowledge, None, Cache(tmp_path_factory.mktemp("large")))


def test_a_large_base_finds_what_is_asked_nearly_in_its_words(large_index: KnowledgeIndex) -> None:
    wordings = [(one.id, text) for one in large_index.knowledge.entries for text in one.wordings if len(text) > 8][::20]
    found = [large_index.rank(text[1:], 1) for _, text in wordings]
    share = sum(ranked[0].entry == own for ranked, (own, _) in zip(found, wordings, strict=True) if ranked) / len(wordings)
    assert share >= 0.95, f"{share:.3f} of {len(wordings)}"


def test_a_large_base_refuses_what_sounds_like_nothing(large_index: KnowledgeIndex) -> None:
    assert large_index.match("xyzzy").ranked == ()
    assert large_index.match("今天北京天气怎么样").decision is not Decision.ANSWER


def test_a_large_base_gives_probabilities(large_index: KnowledgeIndex) -> None:
    for text in ASKED:
        assert all(0 <= ranked.confidence <= 1 for ranked in large_index.rank(text, 8))
