"""Where what comes with the program lies: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_STARTER = Path(__file__).resolve().parents[1] / "starter"
GOLDEN = _ROOT / "tests" / "golden" if (_ROOT / "tests").is_dir() else _STARTER / "golden"
"""The golden questions of the knowledge that comes with the program: a checkout's own, or those an installed wheel carries."""
REQUESTS = (_ROOT / "tests" / "golden_documents.yaml", _ROOT / "tests" / "golden_documents_held.yaml")
"""The ways of asking for documents: those that the search was tuned on, and those written apart from it."""
ARTICLES = (_ROOT / "tests" / "articles" / "seen.tsv", _ROOT / "tests" / "articles" / "unseen.tsv")
"""Ways of asking for an article of a law, of a checkout: those the parser was tuned on, and those it wasn't."""
CONVERSATIONS = _ROOT / "tests" / "conversations"
"""Scripts of conversations, in a source folder."""
UNANSWERED = _ROOT / "tests" / "unanswered.txt"
"""Questions that the knowledge doesn't hold, of a checkout; an installed wheel has none."""


def starting_folder(name: str) -> Path:
    """Where `knowledge` or `guides` lies: the checkout's own folder, or the one an installed wheel carries."""
    checkout = _ROOT / name
    if checkout.is_dir():
        return checkout
    return _STARTER / name


def golden_folder(knowledge: Path) -> Path:
    """Where the golden questions of a knowledge folder lie, if it has any: beside it, or with the program for its own."""
    beside = knowledge.absolute().parent / "golden"
    return GOLDEN if not beside.is_dir() and knowledge.absolute() == starting_folder("knowledge") else beside


def default_data() -> Path:
    """Where the database and caches go unless told: `data/` in a checkout, else `~/.jianhuitong`."""
    if (_ROOT / "pyproject.toml").is_file():
        return _ROOT / "data"
    return Path.home() / ".jianhuitong"
