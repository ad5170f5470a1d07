"""`guides build`: the files people download come out of their sources, the same bytes each time, and a stale one is told."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from bot.errors import DocumentError
from bot.publishing import build, build_manifest
from bot.publishing.build import Shelf
from tests.house import ROOT, jianhui, program
from tests.web_rig import small_folders

GUIDES = ROOT / "guides"
SMALL = "setup-request"
"""A letter that is built in a moment."""
MARK = "样式（上级工会有规定格式的，以上级工会的为准）"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """The repository's own guides."""
    return build.read(GUIDES)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A guides folder to edit, with nothing built yet."""
    return Path(shutil.copytree(GUIDES, tmp_path / "guides", ignore=shutil.ignore_patterns("files", "templates", "built.json")))


@pytest.fixture(scope="module", params=["some", pytest.param("every", marks=pytest.mark.slow)])
def chosen(request: pytest.FixtureRequest, shelf: Shelf) -> list[str]:
    """Ids to build: the first of each kind and every seventh after them, or all."""
    every = [one for one in shelf.documents if one.source]
    if request.param == "every":
        return [one.id for one in every]
    kinds = {(one.kind, one.source.startswith("examples/")): one.id for one in reversed(every)}
    return sorted({*kinds.values(), *(one.id for one in every[::7])})


@pytest.fixture(scope="module")
def built(chosen: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what was built by the command from a copy of the sources."""
    folder = tmp_path_factory.mktemp("built")
    guides = shutil.copytree(GUIDES, folder / "guides", ignore=shutil.ignore_patterns("files", "templates", "built.json"))
    done = program("--guides", str(guides), "guides", "build", *chosen, home=folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return Path(guides)


def content(path: Path) -> object:
    """What a file holds: Word's and Excel's are zip files, which one version of zlib packs otherwise than another."""
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("folder", ["files", "templates"])
def test_the_committed_files_are_what_the_sources_give(built: Path, folder: str) -> None:
    listed = below(built / folder)
    assert len(listed) > 10
    wrong = [name for name in listed if content(built / folder / name) != content(GUIDES / folder / name)]
    assert wrong == [], "run: jianhui guides build"


def test_nothing_is_told_of_what_was_just_built(built: Path, chosen: list[str]) -> None:
    found = build.read(built)
    told = build_manifest.examine(built, found.documents, [one for one in found.forms.values() if one.document in chosen])
    assert [problem for problem in told if problem.entry in chosen or not problem.entry] == []
    assert {problem.entry for problem in told} == {one.id for one in found.documents if one.source} - set(chosen)


def test_nothing_committed_is_stale_or_unlisted(shelf: Shelf) -> None:
    assert build_manifest.examine(GUIDES, shelf.documents, shelf.forms.values()) == ()


def test_the_catalogue_holds_enough_in_the_right_formats(shelf: Shelf) -> None:
    formats = {"guide": {"docx", "pdf"}, "form": {"docx", "pdf"}, "letter": {"docx", "pdf"}, "ledger": {"xlsx"}}
    assert len(shelf.documents) >= 100
    for document in shelf.documents:
        wanted = {"pdf", "zip"} if document.source.startswith("examples/") else formats[document.kind]
        assert {name.rpartition(".")[2] for name in document.files} == wanted, document.id


def test_the_same_source_gives_the_same_bytes(own: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(own, tmp_path / "elsewhere"))
    ids = [SMALL, "sign-in", "ballot"]
    for guides in (own, other):
        assert [done.wrong for done in build.build(guides, ids)] == ["", "", ""]
    assert len(below(own / "files")) == 5
    for name in below(own):
        assert (own / name).read_bytes() == (other / name).read_bytes(), name


def test_building_again_writes_nothing(own: Path) -> None:
    list(build.build(own, [SMALL]))
    before = {name: (own / name).stat().st_mtime_ns for name in below(own)}
    list(build.build(own, [SMALL]))
    assert {name: (own / name).stat().st_mtime_ns for name in below(own)} == before


# ---------------------------------------------------------------- stale files


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


EDITS: list[tuple[str, Callable[[Path], None], str]] = [
    ("its source", lambda guides: replaced(guides / f"sources/{SMALL}.md", "妥否，请批示。", "请批示。"), "guides build"),
    ("its date", lambda guides: replaced(guides / "catalogue.yaml", "date: 20", "date: 19"), "guides build"),
    ("what it asks", lambda guides: replaced(guides / f"fields/{SMALL}.yaml", "most: 60", "most: 50"), "guides build"),
    ("a title it names", lambda guides: replaced(guides / "catalogue.yaml", "title: 工会筹备组名单", "title: 名单"), "build"),
    ("its file is lost", lambda guides: (guides / "files/关于成立工会的请示.pdf").unlink(), "guides build"),
    ("somebody's own file", lambda guides: replaced_file(guides / "files/关于成立工会的请示.docx"), "的 source；否则"),
]


def replaced_file(path: Path) -> None:
    docx.Document().save(str(path))


@pytest.mark.parametrize(("edit", "expected"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS])
def test_a_stale_file_is_told_with_what_to_do(tmp_path: Path, edit: Callable[[Path], None], expected: str) -> None:
    guides = Path(shutil.copytree(GUIDES, tmp_path / "guides"))
    edit(guides)
    documents = build.read(guides).documents
    assert any(expected in problem.message for problem in build_manifest.stale(guides, documents))


def test_check_tells_of_a_stale_file(tmp_path: Path) -> None:
    knowledge, guides = small_folders(tmp_path, documents=())
    replaced(guides / f"sources/{SMALL}.md", "妥否，请批示。", "请批示。")
    folders = ("--data", "data", "--knowledge", str(knowledge), "--guides", str(guides))
    done = jianhui(*folders, "check", "--json", home=tmp_path, JIANHUI_ENCODER="off")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    stale = [(one["severity"], one["entry"]) for one in told if "guides build" in one["message"]]
    assert stale == [("warning", "example-setup"), ("warning", SMALL)], "the set that it stands in, too"
    assert done.returncode == 0


def test_line_ends_that_git_changed_make_nothing_stale(tmp_path: Path) -> None:
    guides = Path(shutil.copytree(GUIDES, tmp_path / "guides"))
    for path in (guides / f"sources/{SMALL}.md", guides / f"fields/{SMALL}.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert build_manifest.stale(guides, build.read(guides).documents) == ()


def test_a_file_that_nobody_listed_is_told(tmp_path: Path, shelf: Shelf) -> None:
    guides = Path(shutil.copytree(GUIDES, tmp_path / "guides"))
    (guides / "files/总工会的表.doc").write_bytes(b"x")
    assert ["总工会的表.doc" in problem.message for problem in build_manifest.examine(guides, shelf.documents, ())] == [True]


# ---------------------------------------------------------------- an admin's own files


def test_a_file_of_the_federation_is_never_touched(own: Path) -> None:
    path = own / "files/关于成立工会的请示.docx"
    path.parent.mkdir()
    path.write_bytes(b"the federation's own")
    catalogue = own / "catalogue.yaml"
    text = catalogue.read_text("utf-8").replace(f"    source: sources/{SMALL}.md\n", "")
    catalogue.write_text(text, "utf-8")
    list(build.build(own, ["ballot", "tally"]))
    with pytest.raises(DocumentError, match="不用生成"):
        list(build.build(own, [SMALL]))
    assert path.read_bytes() == b"the federation's own"


# ---------------------------------------------------------------- what goes wrong


HEAD = "---\nid: setup-request\ntitle: 试验\n---\n\n"
BROKEN = [
    # a source, the line that is told, words of the message
    ("没有开头\n", 1, "上下各用一行 ---"),
    ("---\nid: setup-request\ntitel: 试验\n---\n", 3, "title"),
    ("---\nid: ballot\ntitle: 试验\n---\n正文\n", 0, "ballot"),
    (HEAD + "# 一级标题\n", 6, "两到四个 #"),
    (HEAD + "{{没登记的}}\n", 6, "没登记的"),
    (HEAD + "{{单位全称}\n", 6, "没有成对"),
    (HEAD + "**没有收尾\n", 6, "没有成对"),
    (HEAD + "见[[no-such-document]]。\n", 6, "no-such-document"),
    (HEAD + "```say\n念\n", 6, "没有结束标记"),
    (HEAD + "```chart\n图\n```\n", 6, "chart"),
    (HEAD + "```flow\n第一步\n```\n", 7, "三段"),
    (HEAD + "| 一 | 二 |\n| 三 | 四 |\n", 6, "| --- | --- |"),
    (HEAD + "| 一 | 二 |\n| --- | --- |\n| 三 |\n", 8, "有 1 格"),
    (HEAD + "```form\ncolumns: [1, 1]\nrows:\n  - [一, 二, 三]\n```\n", 9, "占 3 列"),
    (HEAD + "```form\ncolumns: [1, x]\nrows:\n  - [一, 二]\n```\n", 7, "整数"),
    (HEAD + "```form\ncolumns: [1, 1]\nrows:\n  - [一, {text: 二, spam: 2}]\n```\n", 9, "spam"),
    (HEAD + "```form\ncolumns: [1]\nrows:\n  - each: 名单\n    cells: [一]\n```\n", 9, "名单"),
    (HEAD + '```form\ncolumns: [1]\nrows:\n  - "没有收尾\n```\n', 9, "引号"),
]


@pytest.mark.parametrize(("text", "line", "expected"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_source_is_told_with_its_line_and_spoils_nothing(own: Path, text: str, line: int, expected: str) -> None:
    (own / f"sources/{SMALL}.md").write_text(text, "utf-8")
    (done,) = build.build(own, [SMALL])
    where = f"guides/sources/{SMALL}.md" + (f" 第 {line} 行" if line else "")
    assert any(told.startswith(where) and expected in told for told in done.wrong.splitlines()), done.wrong
    assert not (own / "files").exists()


def test_one_broken_source_keeps_no_other_from_being_built(own: Path) -> None:
    (own / f"sources/{SMALL}.md").write_text(HEAD + "**没有收尾\n", "utf-8")
    done = program("--guides", str(own), "guides", "build", SMALL, "ballot", home=own.parent)
    assert done.returncode == 1
    assert "setup-request.md 第 6 行" in done.stderr
    assert below(own / "files") == ["选票.docx", "选票.pdf"]


def test_an_unknown_id_is_told_with_the_nearest(own: Path) -> None:
    done = jianhui("--guides", str(own), "guides", "build", "setup-requst", home=own.parent)
    assert done.returncode == 1
    assert "是否应为 setup-request" in done.stderr


@pytest.mark.parametrize("missing", ["typst", "xlsxwriter", "manimgx_fonts_cjk"])
def test_without_the_build_extra_the_command_says_what_to_install(
    own: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(DocumentError, match=re.escape("pip install '.[guides]'")):
        list(build.build(own, [SMALL]))


# ---------------------------------------------------------------- what the files hold


def files(ending: str) -> list[Path]:
    return sorted((GUIDES / "files").glob(f"*.{ending}"))


def some(every: list[Path]) -> list[Any]:
    """One in four, the others only where all tests run."""
    return [pytest.param(path, marks=[pytest.mark.slow] * bool(number % 4)) for number, path in enumerate(every)]


@cache
def texts(path: Path) -> tuple[str, ...]:
    """What each page of a PDF says; some ten tests look into the same few, which nothing changes."""
    return tuple(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize("path", some(files("pdf")), ids=lambda path: path.stem)
def test_a_pdf_has_its_fonts_within_and_its_text_can_be_copied(path: Path) -> None:
    reader = pypdf.PdfReader(path)
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in described or "/FontFile3" in described
    said = texts(path)
    assert "工会" in re.sub(r"\s", "", "".join(said))
    assert reader.metadata is not None
    assert reader.metadata.title
    assert all(one.strip() for one in said), "an empty page"


@pytest.mark.parametrize("kind", ["form", "letter"])
def test_every_form_and_letter_is_marked_as_a_sample(shelf: Shelf, kind: str) -> None:
    for document in shelf.documents:
        if document.kind != kind or not document.source.endswith(".md"):
            continue
        word, pdf = (GUIDES / "files" / name for name in sorted(document.files))
        sections = docx.Document(str(word)).sections
        pages = [re.sub(r"\s", "", page) for page in texts(pdf)]
        if len(sections) == 1:  # it has no sheet on how to fill it in
            continue
        # on the sheet that isn't handed in, and nowhere else; no number on it
        assert [one.header.paragraphs[0].text for one in sections] == ["", MARK], document.id
        assert [MARK in page for page in pages] == [False] * (len(pages) - 1) + [True], document.id
        assert "PAGE" not in sections[-1].footer._element.xml
        assert not re.search(r"— *\d+ *—", pages[-1]), document.id


@pytest.mark.parametrize("name", ["基层单位建会操作指南", "换届选举操作指南"])
def test_a_guide_has_real_headings_and_contents_that_lead_to_them(name: str) -> None:
    word = docx.Document(str(GUIDES / f"files/{name}.docx"))
    heads = [one.text for one in word.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    listed = [re.sub(r"\t\d+\Z", "", "".join(text.text for text in one._p.iter(qn("w:t"), qn("w:tab")) if text.text))
              for one in word.paragraphs if one.style.name.lower().startswith("toc")]  # fmt: skip
    marks = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))]
    assert [re.sub(r"\d+\Z", "", one) for one in listed] == heads
    assert len(heads) > 40
    assert set(links) <= marks
    assert len(links) == len(heads)


@pytest.mark.parametrize("name", ["基层单位建会操作指南", "换届选举操作指南"])
def test_a_guide_is_long_enough_and_its_contents_name_the_right_pages(name: str) -> None:
    reader = pypdf.PdfReader(GUIDES / f"files/{name}.pdf")
    assert 12 <= len(reader.pages) <= 40
    marks = [one for one in flat(reader.outline) if "、" in (one.title or "")[:4]]
    said = texts(GUIDES / f"files/{name}.pdf")
    contents = said[1:4]
    first = next(number for number, page in enumerate(said) if "做完打" in page)
    assert len(marks) > 10
    for mark in marks:
        page = (reader.get_destination_page_number(mark) or 0) - first + 1
        assert re.search(rf"{re.escape(mark.title or '')}[ .]*{page}\b", "\n".join(contents)), mark.title


@pytest.mark.parametrize("name", ["基层单位建会操作指南", "换届选举操作指南"])
def test_the_contents_of_word_name_the_pages_that_chapters_begin_on(name: str) -> None:
    word = docx.Document(str(GUIDES / f"files/{name}.docx"))
    source = next(path for path in (GUIDES / "sources").glob("*-guide.md") if f"title: {name}" in path.read_text("utf-8"))
    joined = re.findall(r"joined: \[(.*)\]", source.read_text("utf-8"))[0].split(", ")
    shown = ["".join(text.text or "" for text in one._p.iter(qn("w:t"))) for one in word.paragraphs
             if one.style.name == "toc 1"]  # fmt: skip
    reader = pypdf.PdfReader(GUIDES / f"files/{name}.pdf")
    said = texts(GUIDES / f"files/{name}.pdf")
    first = len(said) - max(foot_numbers(said))
    marks = {one.title: reader.get_destination_page_number(one) for one in flat(reader.outline)}
    assert len(shown) > 10
    for line in shown:
        title, page = re.fullmatch(r"(.+?)(\d+)", line).groups()
        assert int(page) == (marks[title] or 0) - first + 1, title
        if title in joined:
            continue
        assert said[marks[title] or 0].replace(" ", "").find(title[:6]) < 120, "a page of its own"


def foot_numbers(pages: Sequence[str]) -> list[int]:
    """The numbers at the foot of the pages that have one."""
    return [int(found[0]) for page in pages if (found := re.findall(r"— (\d+) —", page))]


def flat(outline: Sequence[Any]) -> list[pypdf.generic.Destination]:
    """Bookmarks, those within others too."""
    found: list[pypdf.generic.Destination] = []
    for one in outline:
        found += flat(one) if isinstance(one, list) else [one]
    return found


def test_word_names_fonts_that_every_windows_has_and_holds_none() -> None:
    for path in files("docx"):
        with zipfile.ZipFile(path) as packed:
            assert not [name for name in packed.namelist() if "fonts/" in name]
            styles, table = (packed.read(f"word/{name}.xml").decode() for name in ("styles", "fontTable"))
        assert set(re.findall(r'w:eastAsia="([^"a-z]*)"', styles)) <= {"方正小标宋简体", "宋体", "黑体", "楷体", "仿宋"}
        assert 'w:name="方正小标宋简体"><w:altName w:val="宋体"/>' in table, "what stands there where it isn't installed"


@pytest.mark.filterwarnings("ignore:Print area cannot be set")
def test_the_ledger_has_its_sheets() -> None:
    assert len(openpyxl.load_workbook(GUIDES / "files/基层工会建家工作台账.xlsx").sheetnames) >= 16


@pytest.mark.filterwarnings("ignore:Print area cannot be set")  # openpyxl knows fixed ones only
def test_every_workbook_opens() -> None:
    assert all(openpyxl.load_workbook(path).sheetnames for path in files("xlsx"))


@pytest.mark.parametrize("name", ["基层单位建会操作指南", "换届选举操作指南"])
def test_a_guide_begins_with_the_whole_way_on_a_page_for_each_size(name: str) -> None:
    pages = [re.sub(r"\s", "", page) for page in texts(GUIDES / f"files/{name}.pdf")]
    first = next(number for number, page in enumerate(pages) if "做完打" in page)
    for page, size in zip(pages[first:], ("25人以上", "10至24人", "不足10人"), strict=False):
        assert page.startswith(f"会员{size}：一页走完")
        assert "谁来做" in page
    assert "请先问上级工会的十二件事" in pages[-1]
    assert "电话" in pages[-1]


@pytest.mark.parametrize("path", files("pdf"), ids=lambda path: path.stem)
def test_a_pdf_is_tagged_for_those_who_hear_it(path: Path) -> None:
    root: Any = pypdf.PdfReader(path).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("zh")
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    fonts = {str(font.get_object()["/BaseFont"]).partition("+")[2]
             for page in pypdf.PdfReader(path).pages for font in page["/Resources"]["/Font"].values()}  # fmt: skip
    assert any("FandolFang" in font for font in fonts), "仿宋"
    assert any("NotoSerif" in font for font in fonts), "in place of 小标宋"


def test_pictures_of_guides_stand_in_pdf_word_and_svg() -> None:
    drawn = sorted((GUIDES / "pictures").glob("*.svg"))
    assert len(drawn) >= 8
    for name, title in (("setup-guide", "基层单位建会操作指南"), ("election-guide", "换届选举操作指南")):
        own = [path for path in drawn if path.stem.startswith(name)]
        word = docx.Document(str(GUIDES / f"files/{title}.docx"))
        assert len(word.inline_shapes) == len(own)
        assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)
        tree = pypdf.PdfReader(GUIDES / f"files/{title}.pdf").trailer["/Root"]["/StructTreeRoot"]
        assert figures(tree) == len(own)


def figures(node: object) -> int:
    """Figures with words for those who can't see them, in a PDF's tree."""
    held = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(held, list):
        return sum(map(figures, held))
    if not isinstance(held, dict):
        return 0
    return (held.get("/S") == "/Figure" and "/Alt" in held) + figures(held.get("/K", []))


def test_the_small_fonts_hold_every_character_of_the_sources() -> None:
    held = set((ROOT / "bot/publishing/fonts/characters.txt").read_text("utf-8"))
    paths = [*(GUIDES / "sources").glob("*.md"), *(GUIDES / "fields").glob("*.yaml"), GUIDES / "catalogue.yaml"]
    lacking = {character for path in paths for character in path.read_text("utf-8") if character.isprintable()} - held
    assert lacking == set(), "run: python tools/font_subsets.py (it says how)"


def test_lists_in_word_repeat_their_heads_and_no_row_is_cut() -> None:
    for path in files("docx"):
        for table in docx.Document(str(path)).tables:
            heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
            assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows), path.stem
            numbered = sum(row.cells[0].text.strip().isdigit() for row in table.rows)
            assert heads[0] or numbered < 4, (path.stem, "a list without a head that is repeated")


def test_the_files_are_small_enough_to_be_kept() -> None:
    assert sum(path.stat().st_size for path in (GUIDES / "files").iterdir()) < 25 * 2**20
