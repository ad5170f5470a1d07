"""Build the wheel, install it in a bare environment, ask it a question and take a document.

`python tools/wheel_check.py`; exit code 1 where one of these fails. Needs pip and the network for the build.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "多少名会员才能成立工会"
PART = "25人"


def main() -> int:
    """The exit code."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        built = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
        subprocess.run(built, check=True)
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "bare", with_pip=True)
        python = folder / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
        own = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
        environment = own | {"PYTHONUTF8": "1", "JIANHUI_DATA": str(folder / "data"), "JIANHUI_ENCODER": "off"}

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [str(python), "-m", "bot", *arguments],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            sys.stdout.write(done.stdout[:400] + done.stderr[-2000:] + "\n")
            return done.stdout if done.returncode == 0 else ""

        answered = PART in run("ask", QUESTION)
        run("guides", "get", "setup-guide", "-o", str(folder / "guide.docx"))
        given = (folder / "guide.docx").is_file()
    sys.stdout.write(f"wheel: answered {answered}, document {given}\n")
    return 0 if answered and given else 1


if __name__ == "__main__":
    sys.exit(main())
