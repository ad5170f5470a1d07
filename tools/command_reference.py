"""docs/commands.zh-CN.md from the commands themselves: `python tools/command_reference.py` writes it.

The sentences are those that `--help` prints (`bot/wording`); a test holds the file to what this makes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot import wording  # noqa: E402  # the repository's own, wherever this is started
from bot.cli import COMMANDS  # noqa: E402
from bot.cli.command import Command  # noqa: E402

TARGET = ROOT / "docs" / "commands.zh-CN.md"


def reference() -> str:
    """The whole page as Markdown."""
    lines = [
        "# 命令",
        "",
        "English: [commands.md](commands.md)。本页由 `tools/command_reference.py` 按程序生成，请勿手改。",
        "",
        "命令写在 `python3 run.py` 后面；安装为程序包后，把 `python3 run.py` 换成 `jianhui`。"
        "不写命令就是 `serve`。命令前面可以写：",
        "",
        *(f"- `--{name} {wording.CLI_FOLDER}`：{wording.CLI_OPTIONS[name]}" for name in ("data", "knowledge", "guides")),
        "",
        "退出码：0 成功，1 有问题，2 命令写得不对；另有的写在命令里。",
    ]
    lines += _sections(COMMANDS, wording.CLI_COMMANDS, "")
    return "\n".join(lines) + "\n"


def _sections(table: Mapping[str, Command], about: Mapping[str, str], before: str) -> Iterator[str]:
    """A section a command, its parts behind it."""
    for name, command in table.items():
        full = f"{before}{name}"
        yield from ("", f"{'###' if before else '##'} {full}", "", f"{about[name]}。")
        rows = [_row(flags, settings) for flags, settings in command.options]
        if rows:
            yield from ("", "| 写法 | 作用 |", "|---|---|", *rows)
        if command.parts is not None:
            yield from _sections(command.parts, command.about or {}, f"{full} ")


def _row(flags: tuple[str, ...], settings: Mapping[str, object]) -> str:
    """An option or a value as a row: how it is written, what it does."""
    value = settings.get("metavar")
    if value is None and settings.get("choices"):
        value = "|".join(str(choice) for choice in settings["choices"])  # type: ignore[attr-defined]  # argparse's own
    if flags[0].startswith("-"):
        takes = settings.get("action", "store") in ("store", "append")
        written = ", ".join(flags) + (f" {value}" if takes and value else "")
    else:
        written = str(value or flags[0])
    help_text = str(settings.get("help", "")).replace("|", "\\|")
    return f"| `{written}` | {help_text} |".replace("|..", "..")


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
