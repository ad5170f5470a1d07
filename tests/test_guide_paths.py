"""Nothing outside the guides folder is read, written or sent, whatever the catalogue names and whatever links lie there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import app, wording
from bot.channels import save_attachments
from bot.content import loader
from bot.desk.desk import Desk
from bot.errors import ChannelError, DocumentError
from bot.model import Attachment, Form, FormField, Question
from bot.store.sqlite_store import memory_store
from tests.house import Clock, Run, inside
from tests.papers import CATALOGUE, TODAY, guides_in, index_in, knowledge_in

SECRET = b"root:x:0:0 JIANHUI_TELEGRAM_TOKEN=1:secret"
HERE = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    knowledge_in(tmp_path)
    guides_in(tmp_path)
    (tmp_path / "secret.docx").write_bytes(SECRET)
    (tmp_path / ".env").write_bytes(SECRET)
    (tmp_path / "guides" / ".env").write_bytes(SECRET)
    (tmp_path / "guides" / "files" / ".env.docx").write_bytes(SECRET)
    return tmp_path


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return inside(home, monkeypatch, capsys)


def listing(home: Path, name: str) -> None:
    """The catalogue names another file for 选票."""
    text = CATALOGUE.replace("files: [选票.docx, 选票.pdf]", f'files: ["{name}"]')
    assert text != CATALOGUE
    (home / "guides" / "catalogue.yaml").write_text(text, "utf-8")


def linked(home: Path, place: str, target: Path, *, folder: bool = False) -> None:
    path = home / "guides" / place
    path.unlink(missing_ok=True)
    try:
        os.symlink(target, path, target_is_directory=folder)
    except OSError:
        pytest.skip("this system has no links for us")


def to_file(home: Path) -> None:
    linked(home, "files/选票.docx", home / "secret.docx")


def to_hidden(home: Path) -> None:
    linked(home, "files/选票.docx", home / "guides" / "files" / ".env.docx")


def up_and_out(home: Path) -> None:
    linked(home, "files/选票.docx", Path("..", "..", "secret.docx"))


def over_a_folder(home: Path) -> None:
    linked(home, "files/外", home, folder=True)
    listing(home, "外/secret.docx")


def whole_folder(home: Path) -> None:
    (home / "guides" / "files").rename(home / "elsewhere")
    linked(home, "files", home / "elsewhere", folder=True)


def in_a_circle(home: Path) -> None:
    linked(home, "files/选票.docx", home / "guides" / "files" / "选票.docx")


NAMES = (
    "../../secret.docx", "../../../../../../etc/passwd", "{home}/secret.docx", ".env", "../.env", ".env.docx", "./.env.docx",
    "子/../../../secret.docx", "..\\\\..\\\\secret.docx", "C:/secret.docx", "选票\\0.docx", "../../secret.docx\\0.pdf",
    "选\\n票.docx",
)  # fmt: skip
LINKS = (to_file, to_hidden, up_and_out, over_a_folder, whole_folder, in_a_circle)


def leaked(folder: Path) -> bool:
    """Whether what was kept from people lies anywhere in a folder."""
    return any(SECRET in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_a_listed_name_that_leads_out_gives_nothing_and_check_says_where(home: Path, run: Run, name: str) -> None:
    listing(home, name.format(home=home))
    (home / "out").mkdir()
    for option in ((), ("-o", "out"), ("-o", "out/票.docx")):
        got = run(*HERE, "guides", "get", "ballot", *option)
        assert got.returncode == 1
        assert got.stderr.count("\n") == 1, got.stderr
    assert not leaked(home / "out")
    assert not (home / "下载").exists()
    checked = run(*HERE, "check")
    assert checked.returncode == 1
    lines = [line for line in checked.stdout.splitlines() if line.startswith("错误 guides/catalogue.yaml:10 ")]
    assert lines, checked.stdout


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_leads_out_gives_nothing_and_check_says_so(home: Path, run: Run, link: Callable[[Path], None]) -> None:
    link(home)
    got = run(*HERE, "guides", "get", "ballot", "--format", "docx")
    assert got.returncode == 1
    assert not (home / "下载").exists()
    checked = run(*HERE, "check")
    assert checked.returncode == 1
    assert wording.GUIDES_LINK.partition("{file}")[2].partition("{")[0] in checked.stdout


@pytest.mark.parametrize("link", [to_file, to_hidden, up_and_out, whole_folder])
def test_a_link_put_there_after_the_check_is_not_sent(home: Path, link: Callable[[Path], None]) -> None:
    knowledge = loader.require(home / "knowledge", home / "guides", TODAY)
    index = index_in(home, knowledge)
    desk = Desk(lambda: index, memory_store(), Clock(), app.write)
    link(home)
    reply = desk.reply(Question("给我选票", "terminal:1", "terminal:1", "terminal"))
    assert not reply.files
    assert wording.SHELF_MISSING.format(title="选票") in reply.blocks[0].text


def test_a_link_put_in_the_place_of_a_file_on_its_way_is_not_followed(home: Path) -> None:
    knowledge = loader.require(home / "knowledge", home / "guides", TODAY)
    index = index_in(home, knowledge)
    desk = Desk(lambda: index, memory_store(), Clock(), app.write)
    reply = desk.reply(Question("给我选票", "terminal:1", "terminal:1", "terminal"))
    assert save_attachments.save(reply.files[0], home / "before").read_bytes().startswith(b"PK")
    to_file(home)
    with pytest.raises(ChannelError):
        save_attachments.save(reply.files[0], home / "after")
    assert not leaked(home / "before")


def test_a_link_within_the_folder_is_as_good_as_a_file(home: Path, run: Run) -> None:
    (home / "guides" / "files" / "老选票.docx").write_bytes(b"PK within")
    linked(home, "files/选票.docx", home / "guides" / "files" / "老选票.docx")
    assert run(*HERE, "guides", "get", "ballot", "-o", "票.docx").returncode == 0
    assert (home / "票.docx").read_bytes() == b"PK within"


def test_a_source_or_a_template_that_leads_out_is_not_read(home: Path, run: Run) -> None:
    (home / "secret.md").write_text("---\nid: setup-guide\n---\n## 机密\n\n外面的内容\n", "utf-8")
    linked(home, "sources/setup-guide.md", home / "secret.md")
    checked = run(*HERE, "check")
    assert checked.returncode == 1
    assert any("guides/catalogue.yaml:2" in line for line in checked.stdout.splitlines())
    known, _ = loader.readable(home / "knowledge", home / "guides", TODAY)
    assert not known.sections
    form = Form("../../secret", (FormField("姓名", "谁？"),))
    with pytest.raises(DocumentError):
        app.write(known, form, {})
    (home / "guides" / "templates").mkdir()
    linked(home, "templates/ballot.docx", home / "secret.docx")
    with pytest.raises(DocumentError, match="链接"):
        app.write(known, Form("ballot", form.fields), {})


def test_building_writes_nothing_outside(home: Path, run: Run) -> None:
    linked(home, "files/基层单位建会操作指南.docx", home / "secret.docx")
    built = run(*HERE, "guides", "build", "setup-guide")
    assert built.returncode == 1
    assert "链接" in built.stderr
    assert (home / "secret.docx").read_bytes() == SECRET


def test_an_attachment_of_any_other_path_is_read_as_it_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK a")
    file = Attachment("a.docx", "a", path=str((tmp_path / "a.docx").resolve()))
    assert save_attachments.save(file, tmp_path / "out").read_bytes() == b"PK a"
