"""Every file under the knowledge folder is accounted for, whatever it is, however it is encoded; and the catalogue's files."""

import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot import wording
from bot.content.discovery import MOST_BYTES, read_text, topic_files
from bot.content.loader import load, require
from bot.errors import KnowledgeError
from bot.model import Column, Document, Knowledge, Problem, Severity
from bot.yamlio.problems import ProblemCollector

TODAY = date(2026, 12, 1)


def topic(name: str = "setup", title: str = "组建工会") -> str:
    return (
        f"topic: {title}\nentries:\n  - id: {name}-one\n    question: {title}的问题？\n    answer: 有会员的，应当建立。\n"
        f"    phrasings: [{title}甲, {title}乙, {title}丙]\n    reviewed: 2026-11-22\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one good topic."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "setup.yaml").write_text(topic(), "utf-8")
    return tmp_path / "knowledge"


def opened(folder: Path) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    return load(folder, folder.parent / "guides", TODAY)


def says(message: str, template: str) -> bool:
    return re.match(re.sub(r"\\\{\w+\\\}", "(.|\n)*", re.escape(template)), message) is not None


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("名单.xlsx", wording.LOAD_FILE_TABLE),
        ("list.CSV", wording.LOAD_FILE_TABLE),
        ("答案.docx", wording.LOAD_FILE_DOCUMENT),
        ("guide.pdf", wording.LOAD_FILE_DOCUMENT),
        ("notes.txt", wording.LOAD_FILE_TEXT),
        ("faq.json", wording.LOAD_FILE_TEXT),
        ("setup2.yaml.txt", wording.LOAD_FILE_DOUBLE_SUFFIX.format(name="setup2.yaml")),
        ("photo.jpg", wording.LOAD_FILE_STRANGER),
        ("setup", wording.LOAD_FILE_STRANGER),
    ],
)
def test_a_strange_file_is_an_error_that_says_where_it_belongs(folder: Path, name: str, template: str) -> None:
    (folder / name).write_bytes(b"x")
    knowledge, [found] = opened(folder)
    assert knowledge is None
    assert (found.severity, found.file, found.line) == (Severity.ERROR, name, 0)
    assert says(found.message, template), found.message


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "~$setup.docx",
        ".setup.yaml.swp",
        "setup.yaml.bak",
        "setup.yaml~",
        "Thumbs.db",
        "desktop.ini",
        "#a#",
        "x.tmp",
    ],
)
def test_a_leftover_is_a_warning_that_it_is_ignored(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    knowledge, [found] = opened(folder)
    assert knowledge is not None
    assert (found.severity, found.file, found.message) == (Severity.WARNING, name, wording.LOAD_FILE_IGNORED)


def test_a_hidden_folder_is_one_warning_and_not_entered(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("topic：")
    knowledge, found = opened(folder)
    assert knowledge is not None
    assert [(problem.severity, problem.file) for problem in found] == [(Severity.WARNING, ".git")]


@pytest.mark.parametrize("name", ["README.md", "readme.txt", "README"])
def test_files_known_to_be_no_topics_are_left_alone(folder: Path, name: str) -> None:
    (folder / name).write_text("laws: [任何内容]\n", "utf-8")
    knowledge, found = opened(folder)
    assert found == ()
    assert knowledge is not None
    assert len(knowledge.topics) == 1


def test_a_readme_that_ends_like_a_topic_is_read_as_one(folder: Path) -> None:
    (folder / "README.yaml").write_text(topic("other", "别的"), "utf-8")
    knowledge, _ = opened(folder)
    assert knowledge is not None
    assert len(knowledge.topics) == 2


def test_yml_chinese_names_and_sub_folders_are_topics_with_a_key_that_fits_a_button(folder: Path) -> None:
    (folder / "江苏").mkdir()
    for name, title in (("江苏/a.yaml", "甲"), ("女职工.yaml", "乙"), ("setup.yml", "丙"), ("b.yaml", "丁")):
        (folder / name).write_text(topic(f"x{ord(title)}", title), "utf-8")
    knowledge, found = opened(folder)
    assert knowledge is not None, found
    assert [topic.title for topic in knowledge.topics] == ["丁", "组建工会", "丙", "乙", "甲"]  # by file name
    keys = [topic.key for topic in knowledge.topics]
    assert keys[:2] == ["b", "setup"]
    assert len(set(keys)) == 5
    assert all(re.fullmatch(r"[a-z0-9_-]{1,40}", key) for key in keys)


def test_a_name_has_the_same_key_however_its_accents_are_spelled(folder: Path) -> None:
    keys = []
    for name in ("\u00e9.yaml", "e\u0301.yaml"):  # as Windows and as macOS write é
        (folder / name).write_text(topic("other", "别的"), "utf-8")
        knowledge, _ = opened(folder)
        assert knowledge is not None
        keys.append({topic.title: topic.key for topic in knowledge.topics}["别的"])
        (folder / name).unlink()
    assert keys[0] == keys[1]


def test_a_topic_without_entries_read_from_a_sub_folder_is_named_with_its_path(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "x.yaml").write_text("topic: 甲\n", "utf-8")
    assert [problem.file for problem in opened(folder)[1]] == ["a/b/x.yaml"]


def test_a_folder_named_like_a_topic_is_told_to_change_its_name(folder: Path) -> None:
    (folder / "x.yaml").mkdir()
    [found] = opened(folder)[1]
    assert (found.file, found.message) == ("x.yaml", wording.LOAD_FOLDER_NAMED_FILE)


def test_links_to_files_are_read_and_links_to_folders_refused(folder: Path) -> None:
    (folder.parent / "real.yaml").write_text(topic("other", "别的"), "utf-8")
    (folder / "link.yaml").symlink_to(folder.parent / "real.yaml")
    (folder / "loop").symlink_to(folder)
    knowledge, [found] = opened(folder)
    assert knowledge is None
    assert (found.file, found.message) == ("loop", wording.LOAD_FOLDER_LINK)
    (folder / "loop").unlink()
    assert opened(folder)[0] is not None


@pytest.mark.parametrize("target", ["x.yaml", "nowhere.yaml"], ids=["in a circle", "to nothing"])
def test_links_that_lead_nowhere_are_errors(folder: Path, target: str) -> None:
    (folder / "x.yaml").symlink_to(folder / target)
    [found] = opened(folder)[1]
    assert (found.severity, found.file) == (Severity.ERROR, "x.yaml")
    assert says(found.message, wording.LOAD_FILE_UNREADABLE)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and named pipes")
def test_files_that_cannot_be_read_and_pipes_are_errors_and_end(folder: Path) -> None:
    (folder / "broken.yaml").symlink_to("/proc/self/mem")  # a regular file whose reading fails
    os.mkfifo(folder / "pipe.yaml")
    found = opened(folder)[1]
    assert [problem.file for problem in found] == ["broken.yaml", "pipe.yaml"]
    assert says(found[0].message, wording.LOAD_FILE_UNREADABLE)
    assert found[1].message == wording.LOAD_FILE_SPECIAL


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_files_and_folders_without_the_right_to_read_are_errors(folder: Path) -> None:
    (folder / "x.yaml").write_text(topic("other", "别的"), "utf-8")
    (folder / "x.yaml").chmod(0)
    (folder / "y").mkdir(mode=0)
    found = opened(folder)[1]
    (folder / "y").chmod(0o700)
    assert [problem.file for problem in found] == ["x.yaml", "y"]
    assert all(wording.LOAD_WHY_RIGHTS in problem.message for problem in found)


def test_a_file_that_vanishes_after_the_listing_is_an_error(folder: Path) -> None:
    findings = ProblemCollector()
    [listed] = topic_files(folder, findings)
    listed.path.unlink()
    assert read_text(listed, findings) is None
    [found] = findings.problems()
    assert wording.LOAD_WHY_GONE in found.message


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_file_name_that_is_no_text_is_shown_all_the_same(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/a\xff\n.yaml")).write_text(topic("other", "别的"), "utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.docx")).write_bytes(b"x")
    [found] = opened(folder)[1]
    assert found.file == "b\ufffd.docx"


@pytest.mark.parametrize("kind", ["missing", "empty", "only a readme", "a file"])
def test_a_folder_without_knowledge_is_an_error(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "knowledge"
    if kind == "a file":
        folder.write_text("x")
    elif kind != "missing":
        folder.mkdir()
    if kind == "only a readme":
        (folder / "README.md").write_text("x")
    knowledge, [found] = opened(folder)
    assert knowledge is None
    assert str(folder) in found.message


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("data", "template"),
    [
        (topic().encode("gb18030"), wording.LOAD_ENCODING.format(encoding=wording.LOAD_ENCODING_GB)),
        (topic().encode("utf-16"), wording.LOAD_ENCODING.format(encoding="UTF-16")),
        (topic(title="一一一").encode("utf-16-le"), wording.LOAD_ENCODING.format(encoding="UTF-16")),
        (topic().encode("utf-16-be"), wording.LOAD_ENCODING.format(encoding="UTF-16")),
        (topic().encode("utf-32"), wording.LOAD_ENCODING.format(encoding="UTF-16")),
        (b"PK\x03\x04" + bytes(range(256)), wording.LOAD_FILE_DISGUISED.format(format="Word/Excel")),
        (b"%PDF-1.7\n", wording.LOAD_FILE_DISGUISED.format(format="PDF")),
        (topic().encode() + b"\0", wording.LOAD_FILE_BINARY),
        (bytes(range(256)) * 8, wording.LOAD_FILE_BINARY),
        (bytes(range(1, 9)) * 80, wording.LOAD_CHARACTERS),
        (b"x" * (MOST_BYTES + 1), wording.LOAD_FILE_LARGE),
    ],
    ids=["gb18030", "utf-16", "utf-16le", "utf-16be", "utf-32", "docx", "pdf", "nul", "binary", "control", "large"],
)
def test_what_is_not_utf8_text_is_named_and_refused(folder: Path, data: bytes, template: str) -> None:
    (folder / "x.yaml").write_bytes(data)
    [found] = opened(folder)[1]
    assert found.file == "x.yaml"
    assert says(found.message, template), found.message


def test_a_damaged_byte_is_named_with_its_line(folder: Path) -> None:
    (folder / "x.yaml").write_bytes(topic("other", "别的").encode().replace(b"answer: ", b"answer: \xe5\xe5", 1))
    [found] = opened(folder)[1]
    assert (found.line, found.message) == (5, wording.LOAD_ENCODING_BROKEN)


def test_a_damaged_byte_does_not_make_another_encoding_of_it(folder: Path) -> None:
    data = bytearray("topic: 甲乙丙丁戊己庚辛\n".encode())
    data[8] = 0xE5
    assert data.decode("gb18030")  # it could be read so
    (folder / "x.yaml").write_bytes(data)
    [found] = opened(folder)[1]
    assert (found.line, found.message) == (1, wording.LOAD_ENCODING_BROKEN)


@pytest.mark.parametrize("change", ["bom", "crlf", "cr", "bom and crlf"])
def test_byte_order_marks_and_any_line_ends_are_accepted(folder: Path, change: str) -> None:
    plain = opened(folder)[0]
    text = topic().replace("\n", {"cr": "\r", "bom": "\n"}.get(change, "\r\n"))
    (folder / "setup.yaml").write_bytes((b"\xef\xbb\xbf" if "bom" in change else b"") + text.encode())
    knowledge, found = opened(folder)
    assert found == ()
    assert knowledge == plain


def test_a_huge_file_is_refused_without_reading_it(folder: Path) -> None:
    with (folder / "x.yaml").open("wb") as file:
        file.truncate(50 * 1024**3)  # a sparse file of 50 GiB: reading it would end the test
    [found] = opened(folder)[1]
    assert found.message == wording.LOAD_FILE_LARGE.format(size=50 * 1024, most=2)


# ---------------------------------------------------------------- the hash


def test_layout_comments_and_file_names_leave_the_hash_as_it_is(folder: Path) -> None:
    before = opened(folder)[0]
    text = (
        topic()
        .replace("answer: 有会员的，应当建立。", 'answer: "有会员的，应当建立。"   # 说明')
        .replace("reviewed: ", "reviewed:   ")
    )
    (folder / "setup.yaml").unlink()
    (folder / "moved.yaml").write_text("# 注释\n\n" + text, "utf-8")
    after = opened(folder)[0]
    assert before is not None
    assert after is not None
    assert before.hash == after.hash
    assert re.fullmatch("[0-9a-f]{64}", before.hash)


@pytest.mark.parametrize(
    ("old", "new"),
    [("应当", "可以"), ("reviewed: 2026-11-22", "reviewed: 2026-11-21"), ("丙]", "丁]"), ("-one", "-two"),
     ("topic: 组", "topic: 建"),
     ("    reviewed", "    region: 江苏\n    reviewed"), ("    reviewed", "    steps: [江苏]\n    reviewed"),
     ("    reviewed", "    materials: [江苏]\n    reviewed"), ("    reviewed", "    status: practice\n    reviewed")],
)  # fmt: skip
def test_anything_an_entry_says_changes_the_hash(folder: Path, old: str, new: str) -> None:
    before = opened(folder)[0]
    (folder / "setup.yaml").write_text(topic().replace(old, new, 1), "utf-8")
    after = opened(folder)[0]
    assert before is not None
    assert after is not None
    assert before.hash != after.hash


# ---------------------------------------------------------------- require


def test_knowledge_in_order_is_handed_over(folder: Path) -> None:
    assert require(folder, folder.parent / "guides", TODAY) == opened(folder)[0]


def test_broken_knowledge_raises_with_every_problem_and_names_the_first(folder: Path) -> None:
    (folder / "a.yaml").write_text("topic：甲\n", "utf-8")
    (folder / "b.docx").write_bytes(b"x")
    (folder / ".x").write_bytes(b"x")
    with pytest.raises(KnowledgeError) as caught:
        require(folder, folder.parent / "guides", TODAY)
    assert [problem.file for problem in caught.value.problems] == [".x", "a.yaml", "b.docx"]
    assert "2 处错误" in str(caught.value)
    assert "a.yaml 第 1 行" in str(caught.value)


# ---------------------------------------------------------------- the catalogue

CATALOGUE = """\
documents:
  - id: setup-guide
    title: 建会操作指南
    files: [建会/指南.docx]
    kind: guide
    entries: [setup-one]
"""


@pytest.fixture
def guides(folder: Path) -> Path:
    """A guides folder with one document, offered by the one entry."""
    guides = folder.parent / "guides"
    (guides / "files" / "建会").mkdir(parents=True)
    (guides / "files" / "建会" / "指南.docx").write_bytes(b"x")
    (guides / "source.typ").write_bytes(b"x")
    (guides / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    (folder / "setup.yaml").write_text(topic() + "    guides: [setup-guide]\n", "utf-8")
    return guides


def test_documents_come_with_the_knowledge(folder: Path, guides: Path) -> None:
    knowledge, found = opened(folder)
    assert found == ()
    assert knowledge is not None
    [document] = knowledge.documents
    assert document == Document("setup-guide", "建会操作指南", ("建会/指南.docx",), "guide", entries=("setup-one",), line=2)
    assert knowledge.entries[0].guides == ("setup-guide",)
    assert Path(knowledge.shelf) == guides.absolute()


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "template"),
    [
        ("指南.docx", "别的.docx", 2, "files", wording.LOAD_DOCUMENT_MISSING),
        ("建会/指南.docx", "../catalogue.yaml", 4, "files", wording.LOAD_DOCUMENT_OUTSIDE),
        ("建会/指南.docx", "/etc/passwd.docx", 4, "files", wording.LOAD_DOCUMENT_OUTSIDE),
        ("建会/指南.docx", "建会\\指南.docx", 4, "files", wording.LOAD_DOCUMENT_OUTSIDE),
        ("指南.docx", "指南.exe", 4, "files", wording.LOAD_FORMAT),
        ("kind: guide", "kind: book", 5, "kind", wording.LOAD_KIND),
        ("[setup-one]", "[setup-on]", 2, "entries", wording.LOAD_OFFERED_UNKNOWN + wording.LOAD_NEAR.format(near="setup-one")),
        ("files:", "flies:", 4, "flies", wording.LOAD_KEY_UNKNOWN + wording.LOAD_KEY_NEAR.format(near="files")),
        ("    title: 建会操作指南\n", "", 2, "title", wording.LOAD_KEY_MISSING),
        ("title:", "title：", 3, "", wording.LOAD_COLON_WIDE),
        ("documents:\n", "", 1, "", wording.LOAD_CATALOGUE_TOP),
        ("documents:", "documents: {", 2, "", wording.LOAD_YAML_FLOW),
    ],
)
def test_what_is_wrong_with_the_catalogue_is_named(
    folder: Path, guides: Path, old: str, new: str, line: int, key: str, template: str
) -> None:
    (guides / "catalogue.yaml").write_text(CATALOGUE.replace(old, new), "utf-8")
    found = opened(folder)[1][0]
    assert found.file == "guides/catalogue.yaml"
    assert says(found.message, template), found.message
    assert (found.key, found.line) == (key, line)


def test_a_document_listed_twice_is_an_error(folder: Path, guides: Path) -> None:
    (guides / "catalogue.yaml").write_text(CATALOGUE + CATALOGUE.removeprefix("documents:\n"), "utf-8")
    [found] = opened(folder)[1]
    assert (found.file, found.line) == ("guides/catalogue.yaml", 7)
    assert says(found.message, wording.LOAD_ID_TWICE.replace("{other}", "guides/catalogue.yaml 第 2 行"))


def test_a_guide_not_in_the_catalogue_is_an_error_with_the_nearest(folder: Path, guides: Path) -> None:
    (folder / "setup.yaml").write_text(topic() + "    guides: [setup-gide]\n", "utf-8")
    [found] = opened(folder)[1]
    assert (found.file, found.line, found.key) == ("setup.yaml", 8, "guides")
    assert "setup-guide" in found.message


@pytest.mark.parametrize("name", ["catalogue.yml", "catalogue.yaml.txt"])
def test_a_catalogue_under_another_name_is_told_its_name(folder: Path, guides: Path, name: str) -> None:
    (guides / "catalogue.yaml").rename(guides / name)
    [found] = opened(folder)[1]
    assert (found.file, found.message) == (f"guides/{name}", wording.LOAD_CATALOGUE_NAME.format(name="catalogue.yaml"))


def test_guides_that_are_no_folder_are_an_error(folder: Path) -> None:
    (folder.parent / "guides").write_text("x")
    [found] = opened(folder)[1]
    assert (found.file, found.severity) == ("guides", Severity.ERROR)


@pytest.mark.parametrize("size", [0, 50 * 2**20 + 1])
def test_a_document_that_cannot_be_sent_is_an_error(folder: Path, guides: Path, size: int) -> None:
    with (guides / "files" / "建会" / "指南.docx").open("wb") as file:
        file.truncate(size)
    [found] = opened(folder)[1]
    assert (found.file, found.line, found.key) == ("guides/catalogue.yaml", 2, "files")
    assert says(found.message, wording.LOAD_DOCUMENT_SIZE)


# ---------------------------------------------------------------- forms

FORM = """\
form: setup-guide
fields:
  - name: 单位全称
    ask: 单位全称是什么？
    type: text
  - name: 职工总数
    ask: 现在有多少名职工？
    type: number
    least: 1
  - name: 女职工数
    ask: 其中女职工多少名？
    type: number
    optional: true
  - name: 候选人
    ask: 候选人有哪些？
    type: list
    columns: [姓名, {name: 身份, choices: [职工, 近亲属]}]
checks:
  - {rule: at-most, left: 女职工数, right: 职工总数, say: 女职工人数不能多于职工总数。}
  - {rule: none-of, field: 候选人.身份, values: [近亲属], say: 近亲属不能做候选人。, warn: true}
"""


@pytest.fixture
def form(guides: Path) -> Path:
    """A form for the one document."""
    (guides / "fields").mkdir()
    (guides / "templates").mkdir()
    (guides / "templates" / "setup-guide.docx").write_bytes(b"x")
    (guides / "fields" / "setup-guide.yaml").write_text(FORM, "utf-8")
    return guides / "fields" / "setup-guide.yaml"


def test_a_form_comes_with_the_knowledge(folder: Path, form: Path) -> None:
    knowledge, found = opened(folder)
    assert found == ()
    assert knowledge is not None
    read = knowledge.form("setup-guide")
    assert read is not None
    assert [field.name for field in read.fields] == ["单位全称", "职工总数", "女职工数", "候选人"]
    assert read.fields[2].optional
    assert read.fields[3].columns[1] == Column("身份", ("职工", "近亲属"))
    assert [(check.rule, check.left, check.right, check.warn) for check in read.checks] == [
        ("at-most", "女职工数", "职工总数", False),
        ("none-of", "候选人.身份", "", True),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "template"),
    [
        ("form: setup-guide", "form: setup-gide", 1, "form", wording.LOAD_FORM_UNKNOWN),
        ("name: 单位全称", "name: 单位 全称", 3, "name", wording.LOAD_FORM_NAME),
        ("name: 女职工数", "name: 职工总数", 10, "name", wording.LOAD_FORM_NAME_TWICE),
        ("type: text", "type: texts", 5, "type", wording.LOAD_FORM_TYPE),
        ("type: text", "type: choice", 3, "choices", wording.LOAD_FORM_CHOICES),
        ("least: 1", "least: one", 9, "least", wording.LOAD_FORM_COUNT),
        ("optional: true", "optional: ja", 13, "optional", wording.LOAD_FORM_YES),
        ("    columns: [姓名, {name: 身份, choices: [职工, 近亲属]}]\n", "", 14, "columns", wording.LOAD_FORM_COLUMNS),
        ("rule: at-most", "rule: less", 19, "rule", wording.LOAD_FORM_RULE),
        ("left: 女职工数", "left: 男职工数", 19, "left", wording.LOAD_FORM_REFERENCE),
        ("right: 职工总数", "right: 单位全称", 19, "right", wording.LOAD_FORM_REFERENCE),
        ("候选人.身份", "候选人.职务", 20, "field", wording.LOAD_FORM_REFERENCE),
    ],
)
def test_what_is_wrong_with_a_form_is_named(
    folder: Path, form: Path, old: str, new: str, line: int, key: str, template: str
) -> None:
    form.write_text(FORM.replace(old, new, 1), "utf-8")
    found = opened(folder)[1][0]
    assert found.file == "guides/fields/setup-guide.yaml"
    assert says(found.message, template), found.message
    assert (found.key, found.line) == (key, line)


def test_a_form_without_its_template_is_an_error(folder: Path, form: Path, guides: Path) -> None:
    (guides / "templates" / "setup-guide.docx").unlink()
    [found] = opened(folder)[1]
    assert found.file == "guides/fields/setup-guide.yaml"
    assert says(found.message, wording.LOAD_FORM_TEMPLATE.replace("{{", "{").replace("}}", "}")), found.message


# ---------------------------------------------------------------- retired entries


def retired(folder: Path, more: str = "") -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """What is loaded when the second of two entries is retired; `more` is said of the first."""
    second = topic("old", "旧").split("entries:\n")[1]
    (folder / "setup.yaml").write_text(topic().rstrip() + more + "\n" + second + "    retired: 2026-11-26\n", "utf-8")
    return opened(folder)


def test_a_retired_entry_answers_no_more_and_keeps_its_id(folder: Path) -> None:
    knowledge, problems = retired(folder)
    assert knowledge is not None
    assert [one.id for one in knowledge.entries] == ["setup-one"]
    assert [one.id for one in knowledge.retired] == ["old-one"]
    assert knowledge.topics[0].entries == ("setup-one",)
    assert problems == ()
    (folder / "new.yaml").write_text(topic("old", "新"), "utf-8")
    knowledge, [problem] = opened(folder)
    assert knowledge is None
    assert says(problem.message, wording.LOAD_ID_TWICE)


def test_the_wordings_of_a_retired_entry_are_free_for_another(folder: Path) -> None:
    knowledge, problems = retired(folder, "\n    steps: [一]")
    text = (folder / "setup.yaml").read_text("utf-8").replace("组建工会甲", "旧甲")
    (folder / "setup.yaml").write_text(text, "utf-8")
    knowledge, problems = opened(folder)
    assert knowledge is not None
    assert knowledge.entries[0].phrasings[0] == "旧甲"
    assert problems == ()


def test_a_link_to_a_retired_entry_is_a_warning_and_leads_nowhere(folder: Path) -> None:
    knowledge, [problem] = retired(folder, "\n    related: [old-one]")
    assert knowledge is not None
    assert knowledge.entries[0].related == ()
    assert (problem.severity, problem.key) == (Severity.WARNING, "related")
    assert says(problem.message, wording.LOAD_RELATED_RETIRED)


def test_an_entry_retired_tomorrow_answers_no_more_and_is_warned_of(folder: Path) -> None:
    (folder / "setup.yaml").write_text(topic() + "    retired: 2027-01-01\n", "utf-8")
    knowledge, [problem] = opened(folder)
    assert knowledge is not None
    assert [entry.id for entry in knowledge.retired] == ["setup-one"]
    assert problem.severity is Severity.WARNING
    assert says(problem.message, wording.LOAD_DATE_FUTURE)


def catalogued(folder: Path) -> None:
    """Give the knowledge a catalogue with a document that belongs to an entry of it."""
    guides = folder.parent / "guides"
    guides.mkdir()
    (guides / "paper.docx").write_bytes(b"x")
    catalogue = "documents:\n  - id: paper\n    title: 文件\n    files: [paper.docx]\n    entries: [setup-one]\n"
    (guides / "catalogue.yaml").write_text(catalogue, "utf-8")


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda file: file.write_text(topic().replace("topic:", "topic："), "utf-8"), 1),
        (lambda file: file.write_bytes(b""), 0),  # saved while the disk was full
    ],
)
def test_the_catalogue_is_not_blamed_for_entries_of_a_file_that_cannot_be_read(
    folder: Path, spoil: Callable[[Path], object], line: int
) -> None:
    catalogued(folder)
    before = {(one.file, one.message) for one in opened(folder)[1] if one.severity is Severity.ERROR}
    spoil(folder / "setup.yaml")
    after = [one for one in opened(folder)[1] if one.severity is Severity.ERROR and (one.file, one.message) not in before]
    assert [(one.file, one.line) for one in after] == [("setup.yaml", line)]


def test_of_a_folder_that_is_gone_nothing_else_is_told(folder: Path) -> None:
    catalogued(folder)
    before = [one for one in opened(folder)[1] if one.severity is Severity.ERROR]
    folder.rename(folder.parent / "elsewhere")
    after = [one for one in opened(folder)[1] if one.severity is Severity.ERROR and one not in before]
    assert [says(one.message, wording.LOAD_FOLDER_UNREADABLE) for one in after] == [True]
