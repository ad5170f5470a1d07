"""A small guides folder with real files in it, and the desk over it: for tests where the real guides aren't the point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.content import loader
from bot.matching.cache import Cache
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Knowledge

TODAY = date(2026, 11, 26)
_KNOWLEDGE = """\
topic: 换届选举
entries:
  - id: election-steps
    question: 工会换届有哪些步骤？
    phrasings: [换届怎么搞, 换届选举的流程]
    answer: 先报请示，再开大会选举，最后报批。
    guides: [election-guide]
    related: [ballot-void]
  - id: ballot-void
    question: 选票哪些情况算无效？
    phrasings: [废票怎么认定]
    answer: 所选人数多于规定人数的，是无效票。
  - id: report-when
    question: 换届请示要提前多久报？
    phrasings: [换届提前几天报请示]
    answer: 以上级工会的要求为准。
"""
_GUIDE = """\
---
id: setup-guide
title: 基层单位建会操作指南
---
## 第一章　建会的步骤

照着三步做。

### 第一步　摸清底数

数一数有多少职工愿意入会。

### 第二步　向上级报告

用[[setup-request]]。

### 第三步　成立筹备组

筹备组由职工代表组成。

## 第二章　建会以后

刻章、开户。
"""
CATALOGUE = """\
documents:
  - {id: setup-guide, title: 基层单位建会操作指南, kind: guide, files: [基层单位建会操作指南.docx, 基层单位建会操作指南.pdf],
     source: sources/setup-guide.md, version: '1.0', date: 2026-11-26, about: 从头到尾照着做。, words: [建会指南, 建会手册]}
  - {id: election-guide, title: 换届选举操作指南, kind: guide, files: [换届选举操作指南.docx], version: '1.0',
     words: [换届指南], entries: [election-steps]}
  - {id: setup-request, title: 关于成立工会的请示, kind: letter, files: [关于成立工会的请示.docx], version: '1.0',
     words: [建会请示], about: 向上级工会申请建会的时候用。}
  - {id: election-request, title: 关于换届选举的请示, kind: letter, files: [关于换届选举的请示.docx], version: '1.0',
     words: [换届请示], entries: [election-steps]}
  - {id: ballot, title: 选票, kind: form, files: [选票.docx, 选票.pdf], version: '1.0', words: [选举票],
     entries: [election-steps]}
  - {id: member-form, title: 会员登记表, kind: form, files: [会员登记表.docx], version: '1.0'}
  - {id: home-ledger, title: 基层工会建家工作台账, kind: ledger, files: [基层工会建家工作台账.xlsx], version: '2.0',
     changes: 加了会费一页。, words: [建家台账, 台账模板]}
"""


def guides_in(folder: Path, catalogue: str = CATALOGUE) -> Path:
    """A guides folder in that folder, every file of the catalogue with a few bytes in it."""
    guides = folder / "guides"
    (guides / "files").mkdir(parents=True, exist_ok=True)
    (guides / "sources").mkdir(exist_ok=True)
    (guides / "sources" / "setup-guide.md").write_text(_GUIDE, "utf-8")
    (guides / "catalogue.yaml").write_text(catalogue, "utf-8")
    for part in catalogue.split("files: [")[1:]:
        for name in part.partition("]")[0].split(","):
            (guides / "files" / name.strip()).write_bytes(b"PK " + name.strip().encode())
    return guides


def knowledge_in(folder: Path) -> Path:
    """A knowledge folder in that folder: three entries about elections."""
    made = folder / "knowledge"
    made.mkdir(exist_ok=True)
    (made / "election.yaml").write_text(_KNOWLEDGE, "utf-8")
    return made


def papers_in(folder: Path, catalogue: str = CATALOGUE) -> Knowledge:
    """The small knowledge with the small guides."""
    return loader.require(knowledge_in(folder), guides_in(folder, catalogue), TODAY)


def index_in(folder: Path, knowledge: Knowledge) -> KnowledgeIndex:
    """An index over it, without the encoder."""
    return KnowledgeIndex(knowledge, None, Cache(folder / "papers-cache"))


def titles(names: Sequence[str]) -> list[str]:
    """What list lines say, without the formats in brackets."""
    return [name.partition("（")[0] for name in names]
