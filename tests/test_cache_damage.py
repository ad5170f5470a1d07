"""What was damaged on the disk is learned anew, with a line in the log: nobody is answered from a flipped bit."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot import app, wording
from bot.errors import KnowledgeError
from bot.matching import atomic_folder
from bot.matching.encoder import Encoder, SentenceEncoder
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Match
from bot.settings import Settings, load
from bot.store.sqlite_store import SqliteStore
from tests.house import entry, index_of

ENTRIES = (
    entry("dues-amount", "会费交多少", "会费怎么算", "每个月要交几块钱会费", "会费标准"),
    entry("election-when", "换届要提前多久准备", "换届什么时候开始", "任期快满了怎么办"),
    entry("setup-members", "多少人才能成立工会", "建工会要几个人", "公司人少能建会吗", "十几个人能不能建工会"),
)
ASKED = ("会费一个月多少钱", "换届提前几天", "几个人可以成立工会", "食堂不好吃")
Spoil = Callable[[Path, random.Random], object]


def random_bytes(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size))


def flipped_bit(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def random_behind_the_header(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    head = min(128, len(content) // 2)
    path.write_bytes(content[:head] + chance.randbytes(len(content) - head))


def broken_header(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8] + chance.randbytes(min(len(content), 128) - 8) + content[128:])


def zeros(path: Path, _: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def zeroed_page(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    start = chance.randrange(max(len(content) // 4096, 1)) * 4096
    page = content[start : start + 4096]
    content[start : start + 4096] = bytes(len(page)) if any(page) else b"\1" * len(page)
    path.write_bytes(content)


def cut_short(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def grown_longer(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(100))


SPOILERS: tuple[Spoil, ...] = (
    random_bytes, flipped_bit, random_behind_the_header, broken_header, zeros, zeroed_page, cut_short, grown_longer,
)  # fmt: skip


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines about damage so far, which are cleared."""
    start = wording.CACHE_DAMAGED.partition("{")[0]
    found = [one.getMessage() for one in caplog.records if one.getMessage().startswith(start)]
    caplog.clear()
    return found


def outcome(index: KnowledgeIndex) -> tuple[list[Match], list[tuple[bool, float]]]:
    """What people are answered, and how the entries do when their wordings are left out."""
    return [index.match(text) for text in ASKED], [index.finds_itself(one.id) for one in ENTRIES]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_answers_are_the_same_whatever_file_is_damaged(
    spoil: Spoil, encoder: Encoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = outcome(index_of(tmp_path, *ENTRIES, encoder=encoder))
    caplog.clear()  # the encoder is shared, and its model may be laid out by an earlier version
    kept = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {name.parts[0].partition("-")[0] for name in kept} == {"vectors"}
    for number, name in enumerate(kept):
        spoil(tmp_path / name, random.Random(number))
        assert outcome(index_of(tmp_path, *ENTRIES, encoder=encoder)) == expected, name
        assert told(caplog) == [wording.CACHE_DAMAGED.format(name=name.parts[0])]
        assert {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept
    assert outcome(index_of(tmp_path, *ENTRIES, encoder=encoder)) == expected
    assert told(caplog) == []


LAID = ("tokenizer.bin", "layers.npz", "table.npy", atomic_folder.SUMS)
DAMAGES = tuple(
    # each file and each kind of damage once; every kind to every file where all tests run
    pytest.param(name, spoil, marks=[pytest.mark.slow] * (number % len(LAID) != place))
    for place, name in enumerate(LAID)
    for number, spoil in enumerate((random_bytes, flipped_bit, broken_header, cut_short, zeroed_page))
)


@pytest.mark.parametrize(("name", "spoil"), DAMAGES)
def test_a_damaged_model_is_laid_out_again(
    name: str, spoil: Spoil, encoder: Encoder, settings: Settings, tmp_path: Path
) -> None:
    expected = encoder.encode(["会费交多少"])
    laid = settings.data / "cache" / f"model-{encoder.name}"
    (tmp_path / laid.name).mkdir()
    for file in laid.iterdir():
        if file.name == name:
            shutil.copyfile(file, tmp_path / laid.name / file.name)
        else:
            (tmp_path / laid.name / file.name).hardlink_to(file)
    spoil(tmp_path / laid.name / name, random.Random(7))
    assert np.array_equal(SentenceEncoder(tmp_path).encode(["会费交多少"]), expected)


GOOD = """\
topic: 组建
entries:
  - id: setup-members
    question: 多少人能建工会？
    phrasings: [几个人可以建会]
    answer: 有会员二十五人以上的，应当建立。
"""


@pytest.mark.parametrize("damage", ["百人以上", None])
def test_a_damaged_copy_of_what_was_in_force_answers_nobody(
    damage: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The files are broken, and so is the copy that the bot would go on with: it says so instead of answering from it."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "setup.yaml").write_text(GOOD, "utf-8")
    own = {f"JIANHUI_{name.upper()}": str(tmp_path / name) for name in ("data", "knowledge", "guides")}
    home = replace(load(env=own, dotenv=tmp_path / "none"), encoder=False)
    store = SqliteStore(tmp_path / "jianhui.db")
    app.open_live(home, store).stop()
    (tmp_path / "knowledge" / "setup.yaml").write_text("topic：坏了\n", "utf-8")
    [copy] = (home.data / "in-force").rglob("setup.yaml")
    if damage is not None:
        copy.write_text(GOOD.replace("二十五人以上", damage), "utf-8")
        with pytest.raises(KnowledgeError):
            app.open_live(home, store)
        assert told(caplog) == [wording.CACHE_DAMAGED.format(name="in-force")]
    else:
        live = app.open_live(home, store)
        assert live.index.knowledge.entries[0].answer == "有会员二十五人以上的，应当建立。"
        live.stop()
    store.close()


def test_a_checksum_tells_every_small_damage_apart(tmp_path: Path) -> None:
    """Of files of many lengths, around the lengths at which it sums up."""
    path, chance = tmp_path / "file", random.Random(5)
    row = 8191 * 8
    for size in (0, 1, 7, 8, row - 1, row, row + 1, 3 * row + 5, 16 * row, 16 * row + 1, 33 * row + 9):
        content = chance.randbytes(size)
        path.write_bytes(content)
        held = atomic_folder.checksum(path)
        assert atomic_folder.checksum(path) == held
        for _ in range(10 if size else 0):
            flipped_bit(path, chance)
            assert atomic_folder.checksum(path) != held, size
            path.write_bytes(content)
    swapped = bytearray(content)
    swapped[0:4096], swapped[8192:12288] = swapped[8192:12288], swapped[0:4096]
    path.write_bytes(swapped)
    assert atomic_folder.checksum(path) != held
