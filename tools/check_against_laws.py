"""Whether each statement of the knowledge has the standing it claims: against the law texts and facts of a shared folder.

usage: python tools/check_against_laws.py SHARED_FOLDER [--knowledge FOLDER]

SHARED_FOLDER holds laws/*.md, facts.md and seeds/. Every figure an entry tells must be carried: in a `verified` or
`national` entry by a cited article or a verified fact that cites the same article, in a `reported` one by the knowledge's
evidence.yaml too, in an `unconfirmed` one by any fact, in a `practice` one by the seeds. Prints `file:line [id] what`, then
the coverage; exit 1 on any finding that isn't marked doubtful.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.figures import Figure, carried, figures, turned  # noqa: E402
from tools.law_evidence import Law, Shared, article_number, read_shared  # noqa: E402 - after the path is set

UNSURE = "以上级工会确认为准"
SURE = ("verified", "national")
"""Statuses that promise that every sentence was held against the text of a cited article."""

# ---------------------------------------------------------------- the knowledge


@dataclass(frozen=True, slots=True)
class Passage:
    """A text people are told, and the line of the file where it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as the entry names it."""

    law: str
    version: str
    article: str
    line: int

    @property
    def number(self) -> int:
        """The article's number; 0 when it is none. 款 and 项 are within it."""
        return article_number(self.article)


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry, or one variant of it, as far as its standing goes."""

    id: str
    file: str
    line: int
    status: str
    passages: tuple[Passage, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """What evidence.yaml says of an article, or for the entries it names: the claim and the words that were seen."""

    law: str
    version: str
    number: int
    entries: tuple[str, ...]
    text: str


_TOLD = ("answer", "steps", "materials")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNTOLD = ("sources", "status", "region", "phrasings", "related", "guides", "id", "when", "ask")


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _scalars(node: yaml.Node | None) -> Iterator[Passage]:
    """Every text below a node, but for the keys that tell people nothing."""
    if isinstance(node, yaml.ScalarNode):
        yield Passage(node.value, node.start_mark.line + (2 if node.style in ("|", ">") else 1))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    else:
        for key, value in _fields(node).items():
            yield from () if key in _UNTOLD else _scalars(value)


def _sources(node: yaml.Node | None) -> tuple[Cited, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    tables = [({key: value.value for key, value in _fields(item).items()}, item.start_mark.line + 1) for item in items]
    return tuple(Cited(one.get("law", ""), one.get("version", ""), one.get("article", ""), line) for one, line in tables)


def read_claims(folder: Path) -> Iterator[Claim]:
    """Each entry of the topic files, then its variants; the status and sources a variant leaves out are the entry's."""
    for path in sorted(folder.rglob("*.yaml")):
        entries = _fields(yaml.compose(path.read_text("utf-8"), Loader=_LOADER)).get("entries")
        for node in entries.value if isinstance(entries, yaml.SequenceNode) else []:
            fields = _fields(node)
            told = tuple(passage for key in _TOLD for passage in _scalars(fields.get(key)))
            named = {key: fields[key].value for key in ("id", "status") if key in fields}
            entry = Claim(named.get("id", ""), path.name, node.start_mark.line + 1, named.get("status", ""), told, ())
            entry = replace(entry, sources=_sources(fields.get("sources")))
            yield entry
            yield from _variants(fields.get("variants"), entry)


def _variants(node: yaml.Node | None, entry: Claim) -> Iterator[Claim]:
    if not node:
        return
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for item in items:
        fields = _fields(item)
        status = fields["status"].value if "status" in fields else entry.status
        own = _sources(fields.get("sources"))
        line = item.start_mark.line + 1
        yield replace(entry, line=line, status=status, passages=tuple(_scalars(item)), sources=own or entry.sources)


def _witnessed(item: dict[str, Any]) -> str:
    """What carries a figure: the rule's title and version, the claim, the words that were seen."""
    title = f"{item.get('law', '')}（{item.get('version', '')}）"
    return "\n".join([title, item["claim"], *(seen["words"] for seen in item["seen"])])


def read_witnesses(folder: Path) -> tuple[Witness, ...]:
    """The items of the folder's evidence.yaml, whose form `check` of the product holds; none without the file."""
    path = folder / "evidence.yaml"
    items = yaml.safe_load(path.read_text("utf-8"))["evidence"] if path.is_file() else ()
    return tuple(
        Witness(
            one.get("law", ""),
            str(one.get("version", "")),
            article_number(one.get("article", "")),
            tuple(one.get("entries", ())),
            _witnessed(one),
        )
        for one in items
    )


# ---------------------------------------------------------------- what is checked


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an entry's standing; a doubtful one is for a person to read and fails nothing."""

    file: str
    line: int
    entry: str
    what: str
    doubtful: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line} [{self.entry}] {'doubtful: ' if self.doubtful else ''}{self.what}"


@dataclass(slots=True)
class Report:
    """All findings, and how many figures and articles were found and carried by what."""

    findings: list[Finding] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    """By what carries them: article, a key of CARRIED_BY, or nothing."""
    articles: dict[tuple[str, Cited], bool] = field(default_factory=dict)
    """Whether the article that a file cites exists."""
    entries: Counter[str] = field(default_factory=Counter)

    @property
    def coverage(self) -> float:
        """Share of the figures that something carries, 0–1."""
        return 1 - self.figures["nothing"] / (self.figures.total() or 1)

    @property
    def failed(self) -> bool:
        """True when a finding isn't only doubtful."""
        return not all(finding.doubtful for finding in self.findings)


SUPERSEDED = {
    "25名女职工 (江苏：10人)": r"(?:25|二十五)[人名个位]*女职工|女职工[^。；，]{0,6}?(?:25|二十五)[人名]",
    "1800元 (江苏节日慰问：2200元)": r"1800|一千八百",
    "节日11天 (现行13天)": r"(?:节|假)[^。；]{0,15}?(?:11|十一)天|(?:11|十一)天[^。；]{0,8}(?:节|假)",
    "法人登记60日内": r"(?:登记|法人)[^。；]{0,20}(?:60|六十)日|(?:60|六十)日[^。；]{0,15}(?:登记|法人)",
    "法人登记四项条件": r"四项条件",
    "当日往返": r"当[日天]往返",
    "职代会每半年一次": r"每半年[^。；]{0,8}次",
    "江苏省集体合同条例(2004)": r"江苏省集体合同条例",
    "1992年的代表比例": r"25%[^。；]{0,3}20%",
}
"""What the first section and the warnings of facts.md call outdated → how it is written."""

CORRECTS = re.compile("旧|不再|已|不适用|别|误|提高|作废|过时|废止|失效|不是|不要|原来|以前")
NEAR = 25
"""Characters before and after an outdated figure in which the word that corrects it must stand."""


def check(shared: Shared, claims: Iterable[Claim], witnesses: tuple[Witness, ...] = ()) -> Report:
    """The report on the claims; each entry counts once, its variants with it."""
    report = Report()
    counted = set()
    for claim in claims:
        if claim.id not in counted:
            report.entries[claim.status or "without status"] += 1
        counted.add(claim.id)
        own = len(report.findings)
        seen = tuple(one for one in witnesses if _bears_on(one, claim))
        cited = _check_sources(claim, shared, seen, report)
        report.findings += _check_status(claim)
        report.findings += _check_superseded(claim)
        _check_figures(claim, _carriers(claim, cited, seen, shared), cited, shared, report)
        if claim.status in SURE and len(report.findings) == own:
            report.findings += _check_words(claim, cited)
    return report


def _bears_on(witness: Witness, claim: Claim) -> bool:
    """Whether evidence is about the claim: it names the entry, or the claim cites its article."""
    place = (witness.law, witness.version, witness.number)
    return claim.id in witness.entries or any(place == (one.law, one.version, one.number) for one in claim.sources)


def _check_sources(claim: Claim, shared: Shared, seen: tuple[Witness, ...], report: Report) -> list[tuple[Law, int]]:
    """The cited articles that exist; the others are noted. Of a text that isn't held, evidence will do, but not to verify."""
    reported = {(one.law, one.version, one.number) for one in seen if claim.status not in SURE}
    cited = []
    for source in claim.sources:
        law = shared.laws.get(source.law)
        what = "" if (source.law, source.version, source.number) in reported else _fault(source, law)
        if what and (claim.file, source) not in report.articles:
            report.findings.append(Finding(claim.file, source.line, claim.id, what))
        report.articles[claim.file, source] = not what
        if law and source.number in law.articles:
            cited.append((law, source.number))
            told = any("废止" in passage.text for passage in claim.passages)
            if not told and re.search(rf"{re.escape(source.article)}[^，。；]*废止", law.heading):
                what = f"《{law.title}》{source.article}: the law's heading says that part of it is repealed"
                report.findings.append(Finding(claim.file, source.line, claim.id, what, doubtful=True))
    return cited


def _fault(source: Cited, law: Law | None) -> str:
    if not law:
        return f"no law text is titled {source.law}"
    if not law.citable:
        return f"《{law.title}》: the text at hand is an old version, not to be cited"
    if source.version != law.version:
        return f"《{law.title}》: version {source.version} is cited, the text is {law.version}"
    return "" if source.number in law.articles else f"《{law.title}》({law.version}) has no {source.article}"


def _check_status(claim: Claim) -> Iterator[Finding]:
    unsure = [passage for passage in claim.passages if UNSURE in passage.text]
    if claim.status in SURE and unsure:
        yield Finding(claim.file, unsure[0].line, claim.id, f"{claim.status}, but says {UNSURE}")
    if any(source.law.startswith("江苏") for source in claim.sources) and not any("江苏" in one.text for one in claim.passages):
        yield Finding(claim.file, claim.line, claim.id, "cites a law of 江苏 and doesn't say so", doubtful=True)
    if claim.status in SURE and not claim.sources:
        yield Finding(claim.file, claim.line, claim.id, f"{claim.status}, but cites nothing")


def _outdated(passage: Passage) -> Iterator[tuple[str, re.Match[str], bool]]:
    """Each outdated figure of a text: what it is, where, and whether a word beside it corrects it."""
    for label, pattern in SUPERSEDED.items():
        for match in re.finditer(pattern, passage.text):
            around = passage.text[max(0, match.start() - NEAR) : match.end() + NEAR]
            yield label, match, bool(CORRECTS.search(around))


def _check_superseded(claim: Claim) -> Iterator[Finding]:
    for passage in claim.passages:
        for label, match, corrected in _outdated(passage):
            if not corrected:
                line = passage.line + passage.text.count("\n", 0, match.start())
                yield Finding(claim.file, line, claim.id, f"outdated and not corrected: “{match[0]}”, {label}")


def _check_figures(
    claim: Claim, carriers: dict[str, list[str]], cited: list[tuple[Law, int]], shared: Shared, report: Report
) -> None:
    for passage in claim.passages:
        outdated = [match.span() for _, match, corrected in _outdated(passage) if corrected]
        for figure in figures(passage.text):
            carrier = next((name for name, texts in carriers.items() if carried(figure, texts)), "")
            if not carrier and any(start <= figure.offset < end for start, end in outdated):
                carrier = "corrected"
            if not carrier and _EXAMPLE.search(_sentence(passage.text, figure.offset)):
                carrier = "example"
            report.figures[carrier or "nothing"] += 1
            line = passage.line + passage.text.count("\n", 0, figure.offset)
            if not carrier:
                what = f"“{figure.text}”: {_expected(claim)}{_elsewhere(figure, cited, shared)}"
                report.findings.append(Finding(claim.file, line, claim.id, what))
            elif carrier == "article" and turned(passage.text, figure, carriers["article"]):
                what = f"“{figure.text}”: a floor here and a ceiling in the cited articles, or the reverse"
                report.findings.append(Finding(claim.file, line, claim.id, what, doubtful=True))


_EXAMPLE = re.compile("比如|例如|假如")
"""A worked example has numbers of its own; they are counted apart, and its rule stands beside it."""


def _sentence(text: str, offset: int) -> str:
    """The sentence of a text in which a place lies."""
    return re.split(r"[。！？\n]", text[:offset])[-1] + re.split(r"[。！？\n]", text[offset:])[0]


def _carriers(claim: Claim, cited: list[tuple[Law, int]], seen: tuple[Witness, ...], shared: Shared) -> dict[str, list[str]]:
    """The texts that may carry a figure of the claim, by kind, the strongest first."""
    places = {(law.title, number) for law, number in cited}
    same = [fact.states for fact in shared.facts if fact.verified and fact.places & places]
    found = {
        "article": [law.articles[number] for law, number in cited],
        "heading": [law.heading.rpartition("｜")[0] for law, _ in cited],
        "fact": same,
    }
    if claim.status in ("reported", "unconfirmed"):
        found["evidence"] = [one.text for one in seen]
    if claim.status == "unconfirmed":
        found["fact"] = [*same, *(f"{fact.states}\n{fact.warns}\n{fact.source}" for fact in shared.facts), shared.changed]
    if claim.status == "practice":
        found["seed"] = list(shared.seeds)
    return found


def _expected(claim: Claim) -> str:
    if claim.status == "practice":
        return "in no seed and no cited article"
    if claim.status == "reported":
        return "in no cited article and no evidence of one"
    return (
        "in no cited article and no fact" if claim.status == "unconfirmed" else "in no cited article, no verified fact on one"
    )


def _elsewhere(figure: Figure, cited: list[tuple[Law, int]], shared: Shared) -> str:
    """Where else in the cited laws, and in which facts, the figure stands: what to read when mending."""
    laws = {law.title: law for law, _ in cited}.values()
    places = [f"《{law.title}》{number}" for law in laws for number in law.articles if carried(figure, [law.articles[number]])]
    facts = [f"fact {fact.number}" for fact in shared.facts if carried(figure, [fact.states])]
    return f" (see {', '.join(places[:4] + facts[:4])})" if places or facts else ""


FEW_WORDS = 0.25
"""Share of the first sentence's words found in the cited articles below which an entry is doubtful."""
ENOUGH_WORDS = 6
"""Fewer pairs than this tell nothing (不是必须): the next sentence is taken in."""
_EMPTY = re.compile("[的了吗呢就都也是不要有在和与或由到把被让给对按从向为这那个一可以能应该没再]")


def words(sentence: str) -> set[str]:
    """Pairs of characters of a sentence that hold content; a term of three or four is there as its pairs."""
    runs = re.findall(r"[\u4e00-\u9fff]+", _EMPTY.sub(" ", sentence))
    return {run[start : start + 2] for run in runs for start in range(len(run) - 1)}


def _check_words(claim: Claim, cited: list[tuple[Law, int]]) -> Iterator[Finding]:
    sentences = re.split(r"[。！？；\n]", claim.passages[0].text.strip()) if claim.passages else []
    ends = (end for end in range(1, len(sentences) + 1) if len(words("，".join(sentences[:end]))) >= ENOUGH_WORDS)
    first = "，".join(sentences[: next(ends, len(sentences))])
    used = words(first)
    texts = "".join(f"{law.title}{law.articles[number]}" for law, number in cited)
    if used and (share := sum(word in texts for word in used) / len(used)) < FEW_WORDS:
        what = f"{share:.0%} of the words of “{first}” are in the cited articles"
        yield Finding(claim.file, claim.passages[0].line, claim.id, what, doubtful=True)


# ---------------------------------------------------------------- the command


def summary(report: Report) -> str:
    """The coverage in lines."""
    held, articles, entries = report.figures, report.articles, report.entries
    by = ", ".join(f"{held[name]} by {text}" for name, text in CARRIED_BY.items() if held[name])
    standing = ", ".join(f"{count} {status}" for status, count in entries.most_common())
    doubtful = sum(finding.doubtful for finding in report.findings)
    return (
        f"figures: {held.total()} found, covered {by}; {held['nothing']} uncovered: {report.coverage:.1%} covered\n"
        f"articles: {len(articles)} cited, {sum(articles.values())} exist in the version cited\n"
        f"entries: {entries.total()}, {standing}\n"
        f"findings: {len(report.findings) - doubtful}, doubtful: {doubtful}"
    )


CARRIED_BY = {
    "article": "cited article",
    "heading": "cited law's heading",
    "fact": "fact",
    "evidence": "evidence",
    "seed": "seed",
    "corrected": "being named as outdated",
    "example": "being a worked example",
}


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 1 when a statement lacks its standing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="folder with laws/, facts.md and seeds/")
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")
    options = parser.parse_args(arguments)
    if not (options.shared / "facts.md").is_file():
        parser.error(f"{options.shared} holds no facts.md: give the folder with laws/, facts.md and seeds/")
    report = check(read_shared(options.shared), read_claims(options.knowledge), read_witnesses(options.knowledge))
    if not report.entries:
        parser.error(f"{options.knowledge} holds no entries")
    for finding in sorted(report.findings, key=lambda one: (one.doubtful, one.file, one.line)):
        print(finding)
    print(summary(report))
    return int(report.failed)


if __name__ == "__main__":
    sys.exit(main())
