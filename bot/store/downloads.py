"""Documents that people took, and files that a channel's service holds already."""

from __future__ import annotations

from bot.model import DownloadRecord
from bot.store.database import Part


class Downloads(Part):
    """Implements bot.ports.Downloads."""

    def take(self, taken: DownloadRecord) -> None:
        """Count a download; the same wire, document and format again counts once."""
        with self._db.writing() as work:
            work.run(
                "INSERT INTO downloads (document, version, format, channel, conversation, asker, wire, taken)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                *(taken.document, taken.version, taken.format, taken.channel, taken.conversation, taken.asker),
                *(taken.wire, taken.taken or self._db.clock()),
            )

    def takers(self, document: str) -> tuple[DownloadRecord, ...]:
        """The last download of each asker in each conversation, oldest first; not of those who wish to be forgotten."""
        with self._db.reading() as work:
            rows = work.run(
                "SELECT document, version, format, channel, conversation, asker, wire, taken FROM downloads"
                " WHERE id IN (SELECT MAX(id) FROM downloads WHERE document = ? AND asker != '' GROUP BY"
                " channel, conversation, asker) ORDER BY id",
                document,
            )
            return tuple(DownloadRecord(*row) for row in rows)

    def download_counts(self) -> dict[str, int]:
        """How often each document was taken; those never taken are left out."""
        with self._db.reading() as work:
            return {row[0]: row[1] for row in work.run("SELECT document, COUNT(*) FROM downloads GROUP BY document")}


class Uploads(Part):
    """Implements bot.ports.Uploads."""

    def uploaded(self, account: str, digest: str) -> str:
        """What the service calls the file with that hash; empty when it doesn't hold it."""
        with self._db.reading() as work:
            row = work.run("SELECT file FROM uploads WHERE account = ? AND digest = ?", account, digest).fetchone()
        return str(row["file"]) if row else ""

    def note_upload(self, account: str, digest: str, file: str) -> None:
        """Remember what the service calls a file; an empty name forgets it."""
        with self._db.writing() as work:
            work.run("DELETE FROM uploads WHERE account = ? AND digest = ?", account, digest)
            if file:
                work.run("INSERT INTO uploads (account, digest, file) VALUES (?, ?, ?)", account, digest, file)
