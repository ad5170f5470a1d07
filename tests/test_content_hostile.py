"""Nothing a file holds crashes the loader or holds it up: bombs, a million brackets, random bytes, random YAML."""

import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.loader import load
from bot.model import Knowledge, Problem, Severity

TODAY = date(2026, 12, 1)
MIB = 1024 * 1024

REPEATED = [
    "[", "{", "- ", "? ", "[a,", "{a: ", "[{", "[\n", "{\n", "- \n ", "!a ", "&a ", "*a ", "- *a\n", "- &a b\n", "- !a b\n",
    '"', "'", ": ", "%", ",", "|", ">", "#", " ", "\n", "-", "a", "a ", "a\n", "a: b\n", "- a\n", "- a: b\n", "- id: abc\n",
    "? a\n", '"a"\n', "---\n", "id：x\n", "- {law: 甲, version: 乙}\n", "[a]: b\n", "你好", "请问", "\u202e", "\\", "]", "}",
    "@", "- |\n  甲\n", "a:\n", ",id：",
]  # fmt: skip
"""Each is repeated to a MiB, bare and behind the beginning of a topic."""

LAUGHS = "a0: &a0 [哈, 哈, 哈]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
DEEP = "".join(f"{' ' * n}a:\n" for n in range(1400))

SCRIPT = """
import sys, time, pathlib, datetime, yaml
if sys.argv[1] == "python":
    del yaml.CSafeLoader
from bot.content.loader import load
for file in sorted(pathlib.Path(sys.argv[2]).iterdir()):
    print(file.name, end=" ", flush=True)
    started = time.process_time()
    knowledge, problems = load(file, file / "guides", datetime.date(2026, 12, 1))
    print(knowledge is None and len(problems) > 0, len(problems) < 500, time.process_time() - started)
"""


@pytest.mark.parametrize("parser", ["c", "python"])
def test_bombs_and_nests_end_soon_with_a_message(tmp_path: Path, parser: str) -> None:
    # Python's parser takes 20 times as long a byte by nature; a bomb must not add to that
    size = MIB if parser == "c" else MIB // 16
    texts = [text * (size // len(text.encode())) for text in REPEATED] + [LAUGHS, DEEP]
    for number, text in enumerate(texts):
        for name, start in (("bare", ""), ("topic", "topic: 甲\nentries:\n")):
            folder = tmp_path / f"{number:02}-{name}"
            folder.mkdir()
            (folder / "x.yaml").write_text(start + text, "utf-8")
    command = [sys.executable, "-c", SCRIPT, parser, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parent.parent)
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-3000:]
    results = [line.split(" ") for line in done.stdout.splitlines()]
    assert len(results) == 2 * len(texts)
    # the slowest takes 0.6 s; a crash or a hang is what this looks for
    assert [result for result in results if result[1:3] != ["True", "True"] or float(result[3]) > 5] == []


def read(data: bytes) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "x.yaml").write_bytes(data)
        started = time.process_time()
        result = load(Path(folder), Path(folder) / "guides", TODAY)
        assert time.process_time() - started < 2
    return result


def check(data: bytes) -> Knowledge | None:
    """The laws of every answer, whatever was read."""
    knowledge, problems = read(data)
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    assert failed == (knowledge is None)
    for problem in problems:
        assert problem.file in ("", "x.yaml")
        assert 0 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert re.search("[\u4e00-\u9fff]{2}", problem.message)
        assert problem.message[-1] in "。？"
        assert problem.message.isprintable()
        # the parsers' own words never reach anybody
        assert not re.search("expected|found|while|scan|mapping|token|character", problem.message)
    assert list(problems) == sorted(problems, key=lambda problem: (problem.file, problem.line))
    return knowledge


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_random_bytes_get_an_answer(data: bytes) -> None:
    check(data)


PIECES = st.sampled_from(
    ["topic: ", "entries:", "- ", "id: ", "question: ", "answer: ", "phrasings:", "sources:", "{", "}", "[", "]", ", ", ": ",
     ":", "：", "\n", "\n  ", "\n    ", "\n      ", "\t", "|", ">", '"', "'", "#", "&a ", "*a", "!t ", "? ", "---", "...", "%",
     "@", "<<: ", "\\u202e", "\r", "\u2028", "abc", "甲乙", "第十一条", "2026-11-22", "~", "status: verified", "reviewed: ",
     "\ufeff", "related: ", "0", "-", "\U0001f600"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=500, deadline=None)
def test_random_yaml_gets_an_answer(pieces: list[str]) -> None:
    check("".join(pieces).encode())


GOOD = """\
topic: 组建工会
entries:
  - id: setup-members
    question: 多少名会员才能成立工会？
    phrasings:
      - 公司十几个人能建吗
      - "建会人数"
    answer: |
      有会员二十五人以上的，应当建立。

      不足的可以联合建立。
    steps: [先报上级工会, 再开大会]
    sources:
      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}
    reviewed: 2026-11-22
"""


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.lists(PIECES, max_size=3))
@settings(max_examples=700, deadline=None)
def test_a_damaged_topic_is_refused_or_read_as_the_slow_reader_reads_it(start: int, length: int, pieces: list[str]) -> None:
    text = GOOD[:start] + "".join(pieces) + GOOD[start + length :]
    knowledge = check(text.encode())
    if knowledge is None:
        return
    # PyYAML's own loader of untyped scalars is the oracle: nothing lost, nothing turned into something else
    expected = yaml.load(text.replace("\r\n", "\n").replace("\r", "\n"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506  # builds text, lists and dicts only
    assert [topic.title for topic in knowledge.topics] == [expected["topic"].strip()]
    for entry, said in zip(knowledge.entries, expected["entries"], strict=True):
        assert (entry.id, entry.question) == (said["id"], said["question"].strip())
        assert entry.answer == said["answer"].strip()
        assert list(entry.phrasings) == [phrasing.strip() for phrasing in said.get("phrasings", [])]
        assert [[source.law, source.version, source.article] for source in entry.sources] == [
            [source[key] for key in ("law", "version", "article")] for source in said.get("sources", [])
        ]
