"""Finds the version of the knowledge that another is compared with: the one in force, a folder, or a revision in git."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from bot import wording
from bot.errors import KnowledgeError
from bot.hot_reload.git_commit import archive
from bot.hot_reload.live_knowledge import KEPT
from bot.matching import atomic_folder


def earlier_version(knowledge: Path, data: Path, against: str, place: Path) -> Path:
    """The folder of the version to compare with; a revision is unpacked into the empty folder `place`.

    `against` is a folder, a revision of the checkout that the knowledge lies in, or empty: what was in force last, or what
    was committed last where nothing was yet. Raises KnowledgeError when there is no such version.
    """
    if against and Path(against).is_dir():
        return Path(against)
    if not against and atomic_folder.is_intact(data / KEPT):
        return data / KEPT / "knowledge"
    packed = archive(knowledge, against or "HEAD")
    if packed is None:
        raise KnowledgeError(wording.PREVIEW_NO_REVISION.format(name=against) if against else wording.PREVIEW_NOTHING)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(place, filter="data")
    return place
