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


@pytest.fixture(scope="module", params=["some", pytest.param("every", marks=pytest.mark.slow)])
def chosen(request: pytest.FixtureRequest) -> list[Path]:
    """Word and Excel files: the guides, the workbooks and every fourth of the others, or all."""
    every = sorted(path for path in FILES.iterdir() if path.suffix in (".docx", ".xlsx"))
    if request.param == "every":
        return every
    long = [path for path in every if "指南" in path.name or path.suffix == ".xlsx"]
    return sorted({*long, *every[::4]})


@pytest.fixture(scope="module")
def printed(chosen: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of those files as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("printed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, chosen)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return folder


def words(chosen: list[Path]) -> list[Path]:
    return [path for path in chosen if path.suffix == ".docx"]


def pages(path: Path) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(path).pages)


def test_every_word_file_opens_with_the_pages_of_its_pdf(printed: Path, chosen: list[Path]) -> None:
    listed = words(chosen)
    assert len(listed) > 15
    apart = {path.stem: abs(len(pages(printed / f"{path.stem}.pdf")) - len(pages(path.with_suffix(".pdf")))) for path in listed}
    assert {name: by for name, by in apart.items() if by > (APART if "指南" in name else 1)} == {}


def test_no_page_of_a_word_file_is_empty(printed: Path, chosen: list[Path]) -> None:
    empty = [
        (path.stem, number)
        for path in words(chosen)
        for number, page in enumerate(pages(printed / f"{path.stem}.pdf"), 1)
        if len("".join(page.extract_text().split())) < 30
    ]
    assert empty == []


def test_every_workbook_opens_and_prints(printed: Path, chosen: list[Path]) -> None:
    listed = [path for path in chosen if path.suffix == ".xlsx"]
    assert listed
    for path in listed:
        assert len(pages(printed / f"{path.stem}.pdf")) >= 1, path.name
