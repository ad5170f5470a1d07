"""How the service is doing: what waits, what is in force, what runs short; as sentences, JSON and Prometheus text."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot import china_time, plain_files, wording
from bot.model import ChannelLoad
from bot.ports import HealthStorage

SLOW = 300.0
"""Seconds after which an unanswered message is a problem: an answer takes a second, an outage of the network minutes."""
LITTLE = 200
"""MiB of free disk below which it is a problem; the daily word to the admins begins there too."""
STALE = 26 * 3600.0
"""Seconds after which the newest backup is too old: one is made a day, and an hour may pass until the next look."""


SILENT = 300.0
"""Seconds without a sign of life after which a channel is begun anew."""
NOTED = "serving.json"
"""File in the data folder in which the serving process notes how its channels run."""
FRESH = 120.0
"""Seconds for which such a note holds."""


@dataclass(frozen=True, slots=True)
class ChannelRun:
    """How a channel runs in the serving process."""

    name: str
    up: bool
    restarts: int
    failure: str = ""
    """Why it isn't up, in Chinese."""
    silence: float = 0.0
    """Seconds since its last sign of life; 0: it gives none."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the serving process knows of itself."""

    channels: tuple[ChannelRun, ...] = ()
    trouble: str = ""
    """Why the database can't be written just now, in Chinese; empty: it can."""


def write_note(data: Path, runs: Runs, now: float) -> None:
    """Leave a note for `jianhui health`; on a full disk there is none."""
    fresh = data / f"{NOTED}.new"
    with suppress(OSError):
        fresh.write_text(json.dumps(asdict(runs) | {"at": now}, ensure_ascii=False), "utf-8")
        os.replace(fresh, data / NOTED)


def read_note(data: Path, now: float) -> Runs:
    """What the serving process noted lately; nothing when that is long ago."""
    try:
        told = json.loads(plain_files.read(data / NOTED))
        if not 0 <= now - float(told["at"]) < FRESH:
            return Runs()
        return Runs(tuple(ChannelRun(**one) for one in told["channels"]), str(told["trouble"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Runs()


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the service at one moment: channels, backlog, knowledge, disk, backups."""

    serving: bool
    """Whether a process serves from the data folder."""
    channels: tuple[ChannelLoad, ...]
    open_inquiries: int
    oldest_inquiry: float
    """Unix time, seconds, of the oldest question that waits for a person; 0: none waits."""
    knowledge_version: int
    """Number of the version in force last; 0: none was yet."""
    knowledge_since: float
    disk_free: int
    """MiB."""
    last_backup: float
    """Unix time, seconds; 0: none is there."""
    backups: bool
    """Whether a daily backup is set."""
    damage: str
    """What is wrong with the database, in Chinese; empty: nothing."""
    runs: tuple[ChannelRun, ...] = ()
    trouble: str = ""
    """Why the database can't be written just now, in Chinese; empty: it can, as far as is known."""


def examine(store: HealthStorage, data: Path, backups: str, serving: Callable[[], bool], runs: Runs) -> Health:
    """A look at everything; raises StoreError. `backups` is the folder of daily backups, empty: none are made."""
    inquiries = store.inquiries("open")
    since = [one.since for one in inquiries if one.since]
    version = store.version()
    made = [path.stat().st_mtime for path in Path(backups).expanduser().glob("jianhui-*.zip")] if backups else []
    return Health(
        serving=serving(),
        channels=store.loads(),
        open_inquiries=len(inquiries),
        oldest_inquiry=min(since, default=0.0),
        knowledge_version=version.number if version else 0,
        knowledge_since=version.since if version else 0.0,
        disk_free=shutil.disk_usage(data).free >> 20,
        last_backup=max(made, default=0.0),
        backups=bool(backups),
        damage=store.damage(),
        runs=runs.channels,
        trouble=runs.trouble,
    )


def problems(health: Health, now: float) -> tuple[str, ...]:
    """What somebody has to look at, a sentence each; empty when all is well."""
    return tuple(_problems(health, now))


def _problems(health: Health, now: float) -> Iterator[str]:
    if health.damage:
        yield health.damage
    if not health.serving:
        yield wording.HEALTH_STOPPED
    yield from _channel_problems(health.runs if health.serving else ())
    if health.trouble and health.serving:
        yield wording.HEALTH_STORE.format(why=health.trouble)
    for load in health.channels:
        if load.oldest and now - load.oldest > SLOW:
            yield wording.HEALTH_SLOW.format(channel=load.channel, count=load.waiting, minutes=int((now - load.oldest) // 60))
    if health.disk_free < LITTLE:
        yield wording.STORE_FULL_SOON.format(free=health.disk_free)
    if health.backups and now - health.last_backup > STALE:
        yield wording.HEALTH_NO_BACKUP


def _channel_problems(runs: Sequence[ChannelRun]) -> Iterator[str]:
    for run in runs:
        if not run.up:
            yield wording.HEALTH_CHANNEL_DOWN.format(channel=run.name, why=run.failure, restarts=run.restarts)
        elif run.silence > SILENT:
            yield wording.HEALTH_CHANNEL_SILENT.format(channel=run.name, minutes=int(run.silence // 60))


def lines(health: Health, now: float) -> Iterator[str]:
    """For a person who looks."""
    for load in health.channels:
        last = china_time.minute(load.last) if load.last else wording.HEALTH_NEVER
        yield wording.HEALTH_CHANNEL.format(
            channel=load.channel, last=last, waiting=load.waiting, unsent=load.unsent, aside=load.aside
        )
    oldest = china_time.minute(health.oldest_inquiry) if health.oldest_inquiry else wording.HEALTH_NONE
    yield wording.HEALTH_INQUIRIES.format(count=health.open_inquiries, oldest=oldest)
    since = china_time.minute(health.knowledge_since) if health.knowledge_since else wording.HEALTH_NEVER
    yield wording.HEALTH_KNOWLEDGE.format(number=health.knowledge_version, since=since)
    yield wording.HEALTH_DISK.format(free=health.disk_free)
    backup = china_time.minute(health.last_backup) if health.last_backup else wording.HEALTH_NEVER
    yield wording.HEALTH_BACKUP.format(last=backup if health.backups else wording.HEALTH_UNSET)
    found = problems(health, now)
    yield from found or (wording.HEALTH_WELL,)


def as_json(health: Health, now: float) -> dict[str, object]:
    """For a program that looks; times are Unix seconds, 0: never."""
    found = problems(health, now)
    return {"ok": not found, "problems": found, **asdict(health)}


def prometheus(health: Health, now: float) -> str:
    """For Prometheus: its text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats)."""
    rows = [("jianhui_up", "", float(not problems(health, now))), ("jianhui_serving", "", float(health.serving))]
    for load in health.channels:
        label = f'{{channel="{load.channel}"}}'
        rows += [
            ("jianhui_inbox_waiting", label, float(load.waiting)),
            ("jianhui_inbox_oldest_seconds", label, now - load.oldest if load.oldest else 0.0),
            ("jianhui_last_message_timestamp_seconds", label, load.last),
            ("jianhui_outbox_waiting", label, float(load.unsent)),
            ("jianhui_set_aside", label, float(load.aside)),
        ]
    for run in health.runs:
        label = f'{{channel="{run.name}"}}'
        rows += [
            ("jianhui_channel_up", label, float(run.up)),
            ("jianhui_channel_restarts", label, float(run.restarts)),
            ("jianhui_channel_silence_seconds", label, run.silence),
        ]
    rows += [
        ("jianhui_store_trouble", "", float(bool(health.trouble))),
        ("jianhui_inquiries_open", "", float(health.open_inquiries)),
        ("jianhui_inquiry_oldest_seconds", "", now - health.oldest_inquiry if health.oldest_inquiry else 0.0),
        ("jianhui_knowledge_version", "", float(health.knowledge_version)),
        ("jianhui_disk_free_bytes", "", float(health.disk_free << 20)),
        ("jianhui_last_backup_timestamp_seconds", "", health.last_backup),
    ]
    told: list[str] = []
    for name in dict.fromkeys(row[0] for row in rows):
        told.append(f"# TYPE {name} gauge")
        told += [f"{name}{label} {value:.3f}" for row, label, value in rows if row == name]
    return "\n".join(told) + "\n"
