"""A PostgreSQL server for the tests: a cluster of its own in a temporary folder, ended with the session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.ports import Store
from bot.store.sqlite_store import SqliteStore, memory_store

WHO = "postgres"
"""User that the server runs as when the tests run as root, which it refuses: Debian's package makes one of that name."""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where there is no server installed."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").is_file():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a new server on a socket of its own; skips the test where none can be had."""
    pytest.importorskip("psycopg", reason="psycopg isn't installed (extra: postgres)")
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL isn't installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path may have 107 bytes
    as_root = os.geteuid() == 0
    who = WHO if as_root else None
    try:
        if as_root:
            try:
                shutil.chown(folder, WHO, WHO)
            except LookupError:
                pytest.skip(f"the server doesn't run as root, and there is no user {WHO}")

        def run(*command: object) -> None:
            done = subprocess.run(
                [*map(str, command)],
                cwd=folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                capture_output=True,
                user=who,
                group=who,
            )
            assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()

        run(found / "initdb", "-D", folder / "data", "-U", "jianhui", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        # a test asks what is kept, not what survives a power cut
        given = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
        run(found / "pg_ctl", "-D", folder / "data", "-o", given, "-l", folder / "log", "-w", "-t", "120", "start")
        try:
            yield f"postgresql://jianhui@/postgres?host={quote(str(folder), safe='')}"
        finally:
            run(found / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(server: str, name: str) -> str:
    """The address of a new, empty place for tables on a server."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        connection.execute(f'CREATE SCHEMA "{name}"')
    return f"{server}&options={quote(f'-csearch_path={name}')}"


def emptied(url: str) -> str:
    """The same address, with nothing in its tables: quicker than making them anew."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        names = [name for (name,) in found if name != "schema_version"]
        if names:
            connection.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY")
    return url


STORES = ("sqlite", "memory", "postgres")
"""Where everything can be kept: what holds for one holds for all."""


@contextmanager
def opened_store(request: pytest.FixtureRequest, path: Path, clock: Callable[[], float]) -> Iterator[Store]:
    """An empty store of the kind that a fixture's parameter names; `path` is where one with a file has it."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        from bot.store.postgres_store import PostgresStore  # late: its library may be missing

        made: Store = PostgresStore(url, clock=clock)
    else:
        made = SqliteStore(path, clock=clock) if request.param == "sqlite" else memory_store(clock=clock)
    with closing(made):
        yield made
