#!/usr/bin/env python3
"""Sets 建会通 up and hands over to it: makes .venv, installs what pyproject.toml asks for, then runs `jianhui` there.

    python3 run.py [ARGS]        jianhui ARGS (no ARGS: serve)
    python3 run.py test [ARGS]   the tests, with `all` the slow ones too; else pytest with ARGS

Only the standard library is used here, since nothing else is there the first time. It installs again when pyproject.toml
or the Python version changes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)


def say(text: str) -> None:
    """Print for the person at the keyboard, also where the console can't show Chinese."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def wanted(extras: str) -> str:
    """What an installation is good for: changes with pyproject.toml, the Python version and the extras."""
    content = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content + f"{sys.version_info[:3]} {ROOT} {extras}".encode()).hexdigest()


def installed(extras: str) -> bool:
    """Whether .venv holds all of the extras as pyproject.toml asks for them now."""
    mark = HOME / f"installed-{extras}"
    return PYTHON.exists() and mark.exists() and mark.read_text("utf-8") == wanted(extras)


def make() -> None:
    """Make .venv; a broken one is made anew."""
    say("正在创建独立的运行环境 .venv ……")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)])
    if made.returncode:
        say("没能创建 .venv。Debian、Ubuntu 请先运行：sudo apt install python3-venv，然后再试一次。")
        sys.exit(made.returncode)


def install(extras: str) -> None:
    """Install the project with its extras into .venv."""
    mark = HOME / f"installed-{extras}"
    if not PYTHON.exists() or subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode:
        make()
    say("正在安装需要的程序（约 100 MB，通常一两分钟，只在第一次和更新之后）……")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--editable", f"{ROOT}[{extras}]"]
    done = subprocess.run(command)
    if done.returncode:
        say("安装没有成功，原因见上。请检查网络后再运行一次；在公司网络里可能需要设置代理（HTTPS_PROXY）。")
        sys.exit(done.returncode)
    mark.write_text(wanted(extras), "utf-8")
    say("安装好了。")


def whole_suite(environment: dict[str, str], *, slow: bool) -> int:
    """The tests: in parallel first, then those that hold a time, alone on the machine. The first failure's exit code."""
    timed = sorted(str(path) for path in (ROOT / "tests").glob("test_*.py") if "mark.timed" in path.read_text("utf-8"))
    codes = [
        subprocess.run([str(PYTHON), "-m", "pytest", *options], env=environment).returncode
        for options in (["-m", "not timed" if slow else "not timed and not slow"], ["-n", "0", "-m", "timed", *timed])
    ]
    return next((code for code in codes if code), 0)


def main(arguments: list[str]) -> int:
    """Install when needed, then run the command in .venv with the same terminal; returns its exit code."""
    if sys.version_info < OLDEST:
        say(f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。请安装新版后再运行。")
        return 1
    testing = arguments[:1] == ["test"]
    extras = "encoder,test" if testing else "encoder"
    if not installed(extras) and (testing or not installed("encoder,test")):
        install(extras)
    module = ["-m", "pytest", *arguments[1:]] if testing else ["-m", "bot", *arguments]
    command = [str(PYTHON), *module]
    environment = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1")}
    if testing:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile all there is
        os.chdir(ROOT)
        if arguments[1:] in ([], ["all"]):
            return whole_suite(environment, slow=arguments[1:] == ["all"])
    if os.name != "nt":
        # the same process goes on, so that signals and exit codes need no passing on
        os.execve(command[0], command, environment)
    try:
        return subprocess.run(command, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
