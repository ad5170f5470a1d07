"""Every Word and Excel file opens in LibreOffice, with as many pages as its PDF has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from tests.house import ROOT

FILES = ROOT / "guides" / "files"
OFFICE = shutil.which("soffice")
APART = 2
"""Pages that Word's and the PDF's lines may make apart in a guide of fifty."""

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) isn't installed")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All Word and Excel files as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("printed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    given = [str(path) for path in sorted(FILES.iterdir()) if path.suffix in (".docx", ".xlsx")]
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *given]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    return folder


def pages(path: Path) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(path).pages)


def test_every_word_file_opens_with_the_pages_of_its_pdf(printed: Path) -> None:
    listed = sorted(FILES.glob("*.docx"))
    assert len(listed) > 20
    apart = {path.stem: abs(len(pages(printed / f"{path.stem}.pdf")) - len(pages(path.with_suffix(".pdf")))) for path in listed}
    assert {name: by for name, by in apart.items() if by > (APART if "指南" in name else 1)} == {}


def test_no_page_of_a_word_file_is_empty(printed: Path) -> None:
    empty = [
        (path.stem, number)
        for path in sorted(FILES.glob("*.docx"))
        for number, page in enumerate(pages(printed / f"{path.stem}.pdf"), 1)
        if len("".join(page.extract_text().split())) < 30
    ]
    assert empty == []


def test_every_workbook_opens_and_prints(printed: Path) -> None:
    for path in sorted(FILES.glob("*.xlsx")):
        assert len(pages(printed / f"{path.stem}.pdf")) >= 1, path.name
