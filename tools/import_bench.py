"""How long it takes to read 30,000 questions with answers out of a file and hold them against the entries.

    python tools/import_bench.py            a Word file, a workbook, a csv and a group's log of 30,000 each
    python tools/import_bench.py 3000 docx  fewer, one of them

What is read are the golden questions in the mouths of many: a place and a trade before each, so that no two are the same.
Prints seconds on the clock and of processor time, of the command and the processes that it begins. Nothing leaves the machine.
"""

from __future__ import annotations

import csv
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
_PLACES = ("吴中", "昆山", "太仓", "常熟", "张家港", "姑苏", "相城", "吴江", "虎丘", "木渎", "甪直", "盛泽", "周庄", "浒关")
_TRADES = ("电子厂", "纺织厂", "物业公司", "学校", "医院", "幼儿园", "物流公司", "快递站", "餐饮店", "建筑公司", "银行")
_ANSWER = "这个问题要看单位的实际情况，一般先报上级工会，经批准后再办理，材料按要求准备齐全。"


def pairs(count: int) -> list[tuple[str, str]]:
    """So many questions, no two the same, each with an answer."""
    from bot.content.golden_reader import read_golden
    from bot.settings import GOLDEN

    chance = random.Random(7)
    asked = [one.text for one in read_golden(GOLDEN)]
    found: dict[str, str] = {}
    while len(found) < count:
        text = chance.choice(asked).rstrip("？?")
        found[f"{chance.choice(_PLACES)}的{chance.choice(_TRADES)}想问{text}？"] = _ANSWER
    return list(found.items())


def _docx(path: Path, made: list[tuple[str, str]]) -> None:
    import docx

    # python-docx looks through all paragraphs for the place of the next one
    empty = io.BytesIO()
    docx.Document().save(empty)
    said = (line for question, answer in made for line in (f"问：{question}", f"答：{answer}"))
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in said)
    with zipfile.ZipFile(empty) as blank, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as filled:
        for name in blank.namelist():
            held = blank.read(name)
            if name == "word/document.xml":
                held = held.replace(b"<w:body>", b"<w:body>" + body.encode())
            filled.writestr(name, held)


def _log(path: Path, made: list[tuple[str, str]]) -> None:
    lines = ["消息记录（此消息记录为文本格式，不支持重新导入）", "", "消息对象:基层工会交流群", ""]
    for number, (question, answer) in enumerate(made):
        day, minute = divmod(number, 1000)
        at = f"{2005 + day // 300}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02} {8 + minute // 60 % 12:02}:{minute % 60:02}"
        lines += [f"{at}:01 会员{number % 977}({1000000 + number % 977})", question, ""]
        lines += [f"{at}:31 组织部陈(10001234)", f"@会员{number % 977} {answer}", ""]
    path.write_text("\n".join(lines), "utf-8")


def _rows(made: list[tuple[str, str]]) -> list[list[str]]:
    from bot import wording

    head = [wording.LOAD_KEYS[key] for key in ("topic", "id", "question", "answer")]
    return [head, *(["组建工会", f"trial-{number}", *pair] for number, pair in enumerate(made))]


def _xlsx(path: Path, made: list[tuple[str, str]]) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("组建工会")
    for row in _rows(made):
        sheet.append(row)
    book.save(path)


def _csv(path: Path, made: list[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_rows(made))


KINDS: dict[str, Callable[[Path, list[tuple[str, str]]], None]] = {"docx": _docx, "txt": _log, "xlsx": _xlsx, "csv": _csv}


def measured(kind: str, made: list[tuple[str, str]]) -> None:
    """Make a file of a kind, import it by the command and print what it took."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / f"asked.{kind}"
        KINDS[kind](file, made)
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        data = os.environ.get("JIANHUI_DATA", str(ROOT / "data"))
        command = [sys.executable, "-m", "bot", "--data", data, "import", str(file)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8")
        took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        said = (done.stdout.strip() or done.stderr.strip()).splitlines()[-1]
        print(
            f"{len(made)} in .{kind} ({file.stat().st_size / 1e6:.1f} MB): {took:.0f} s, {spent:.0f} s of a processor,"
            f" largest process {after.ru_maxrss / 1024:.0f} MB; load {os.getloadavg()[0]:.1f};"
            f" ended {done.returncode}: {said[:80]}",
            flush=True,
        )


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    made = pairs(count)
    for kind in sys.argv[2:] or KINDS:
        measured(kind, made)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
