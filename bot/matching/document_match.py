"""Which documents a message asks for: by what they are called, by what they are about, by kind, or a part of a guide.

A message is taken apart into what asks (给我, 有没有, 模板, 电子版), a format (pdf), and what is left: the name. The name is
held against everything that documents are called, as syllables, so that homophones, typed pinyin and another order of the
words still meet. A message that asks for nothing, or names something else, is none of ours: it goes on to the entries.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.matching import document_request_words as request_words
from bot.matching.asked_document import HEAD, FitFeatures, asks, fits, named
from bot.matching.document_request_model import Beside, RequestFeatures, confidence, request_features
from bot.matching.document_request_words import RequestWords, demands, says, take_apart
from bot.matching.section_match import Sections
from bot.matching.terms import Terms
from bot.model import AskedDocument, Document, Knowledge, Wanted
from bot.normalise import fold, key, spelled

MOST = 6
"""Documents offered to pick from: more isn't a choice but a list."""
SURE = {"template": 0.5, "given": 0.6, "bare": 0.72}
"""Likeness from which the best document is sent, by how plainly the message asks for one.

Of 80 requests written before this was tuned 78 are met (`jianhui eval --documents`), and none of 28 questions is mistaken.
"""
OFFERED = {"template": 0.4, "given": 0.5, "bare": 0.62}
"""Likeness from which a document is offered."""
CLEAR = 0.06
"""How far the best must be ahead of the next to be sent without asking."""
MEANT = 0.4
"""Confidence, were the document named beyond doubt, below which the text asks about it: the entries answer."""
HARDLY = 0.05
"""Confidence below which a text asks for none of so many documents that they are no choice."""
ASKED = 0.6
"""Confidence from which it is given without asking what the entries say."""
PLAIN = 0.9
"""Confidence from which a name alone is enough, whatever kind of thing it names."""
FITTING = 0.85
"""How likely a document must be the one named to be sent on that alone: a wrong one costs six times what not finding it does."""
FITTING_SENT = 0.6
"""How likely it must be where the way of asking is plain (`ASKED`) and it is the likest document too."""
PERHAPS = 0.65
"""How likely it must be for her to be asked whether that is the one."""
DEMANDED = 0.6
"""How likely it must be that a document is asked for to be sent, or to be told that there is none."""
NEAR = 0.6
"""Share of what an asked document is about that one of ours must be about to be named as the nearest."""
COVERED = 0.8
"""Share of the name's words that a document must be called by, when it is called by more than these."""
_UNKNOWN = 1.0
"""Weight of what no document is called by, as a share of the rarest that one is."""
_FAINT = 0.08
"""Weight of words that say nothing about which document is meant."""

_OWN = re.compile(
    r"(?:我们?|咱们?|俺们?|本)(?:这个?|这边的?)?(?:单位|公司|企业|厂|车间|部门|学校|医院|集团|机关|村|社区|街道)(?:里|的|所有|全部|全体)*(?!要|想|需|准备)"
)
"""What one's own unit has isn't on our shelf, unless a document is plainly called so."""
_CONTRACT = re.compile(r"(合同|协议)书?\Z")
_KINDS = {
    "guide": re.compile(r"(?:操作|使用)?(?:指南|手册|攻略|说明书)"),
    "ledger": re.compile(r"(?:电子|工作)?台[账帐]|名册|花名册"),
    "form": re.compile(r"表格?|申请表|登记表|表单"),
    "letter": re.compile(r"文书|公文|请示|函|报告"),
}
_GUIDE = re.compile(r"指南|手册|攻略|说明书")
"""Nothing but a guide is called so."""
_FAINT_ONES = frozenset("的了吧呗呀么想用写填要个份张那这都我你们一下给发有没是在和与及等向把被对从里之")
_PLACE = "某"
"""Stands where a document's name stood."""
_CLAUSES = re.compile(r"[\s,，。;；、?？!！:：]+")


def _features(name: str) -> frozenset[str]:
    """The syllables of a name and the pairs of neighbours among them."""
    sounds = spelled(key(name))
    return frozenset(sounds) | {f"{one} {other}" for one, other in pairwise(sounds)}


_FAINT_SOUNDS = frozenset(sound for character in _FAINT_ONES for sound in spelled(character))


class Documents:
    """Finds the documents of one version of the knowledge. Pure."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._documents = knowledge.documents
        self._guides = frozenset(document.id for document in knowledge.documents if document.kind == "guide")
        self._contracts = {
            document.id: {match[1] for name in _known_names(document) if (match := _CONTRACT.search(key(name)))}
            for document in knowledge.documents
        }
        self._sections = Sections(knowledge)
        self._names = [(document.id, _features(name)) for document in knowledge.documents for name in _known_names(document)]
        self._terms = Terms(knowledge.terms, ())
        self._called = {document.id: frozenset(map(key, _known_names(document))) for document in knowledge.documents}
        self._subjects = {one: frozenset[int]().union(*map(self._subject, names)) for one, names in self._called.items()}
        self._exact = _exact(knowledge.documents)
        self._weights = _weights(self._names, len(knowledge.documents))
        self._rarest = max(self._weights.values(), default=1.0)
        self._heavy = [self._weight(features) for _, features in self._names]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, (_, features) in enumerate(self._names):
            for feature in features:
                self._holding[feature].append(number)
        titles = {entry.id: entry.topic for entry in knowledge.entries}
        self._topics = {
            document.id: " ".join(dict.fromkeys(titles[entry] for entry in document.entries if entry in titles))
            for document in knowledge.documents
        }

    def requested(self, text: str, last: str = "") -> Wanted | None:
        """The documents that a text asks for, None when it asks for none; `last` is the one spoken of just before."""
        if not self._documents or not key(text):
            return None
        part = self._sections.requested(text, last, self._guide)
        if part is not None:
            return part
        whole = take_apart(text)
        if not whole.name:
            return self._unnamed(text, whole, last)
        return self._kind(whole) or self._fitted(text, whole, self._judged(text, self._by_name(text, whole)))

    def _fitted(self, text: str, said: RequestWords, found: Wanted | None) -> Wanted | None:
        """What was found, unless it is some other document than the one named; else the one that is, if it is asked for."""
        asked = named(text)
        if asked is None:
            return found
        fit = {one: fits(features) for one, features in self.fitting(asked.name, asked.before, text)}
        best = max(fit, key=lambda one: fit[one], default="")
        if found is not None and len(found.documents) == 1:
            least = FITTING_SENT if found.confidence >= ASKED else FITTING
            return found if fit.get(found.documents[0], 0.0) >= least else None
        if found is not None and (not found.documents or any(fit.get(one, 0.0) >= 1 - FITTING for one in found.documents)):
            return found
        asking = asks(asked.features)
        if best and fit[best] >= FITTING and asking >= DEMANDED and not _OWN.search(key(text)):
            return Wanted((best,), said.format, weak=not asked.features.sample, confidence=asking * fit[best])
        return None

    def _judged(self, text: str, found: Wanted | None) -> Wanted | None:
        """What was found, as sure as the way the text speaks of it allows; nothing when the text rather asks about it."""
        spoken_of = self.named_document(text, found.documents if found is not None else ())
        if spoken_of is None:
            return found
        document, said = spoken_of
        sure = confidence(said)
        if found is None:
            plain = sure >= PLAIN and said.nothing_else and (said.demanded or said.sample) and not _OWN.search(key(text))
            return Wanted((document,), take_apart(text).format, confidence=sure) if plain else None
        if confidence(replace(said, likeness=1.0, lead=1.0)) < MEANT:  # however plainly it is named
            return None
        if len(found.documents) > 1:
            return replace(found, confidence=sure) if len(found.documents) <= MOST or sure >= HARDLY else None
        return replace(found, weak=said.written > 0 or (found.weak and sure < ASKED), confidence=sure)

    def named_document(self, text: str, among: Sequence[str] = ()) -> tuple[str, RequestFeatures] | None:
        """The document that a text names most plainly, and how it speaks of it; None when it names none.

        `among`: only these documents. In a story the clause that asks is what counts.
        """
        told = [text, *(clause for clause in _CLAUSES.split(text) if demands(clause))]
        found = [one for one in (self._named_document(one, among) for one in dict.fromkeys(told)) if one is not None]
        plainest = sorted(found, key=lambda one: (one[1].likeness < OFFERED["given"], one[1].before + one[1].after))
        return plainest[0] if plainest else None

    def _named_document(self, text: str, among: Sequence[str]) -> tuple[str, RequestFeatures] | None:
        said = take_apart(text)
        ranked = [(score, one) for score, one in self._ranked([said.name]) if not among or one in among] if said.name else []
        if not ranked:
            return None
        likeness, document = ranked[0]
        lead = likeness - (ranked[1][0] if len(ranked) > 1 else 0.0)
        beside = self._context_features(text, document)
        asks = request_words.ASKING.search(beside.before + beside.after) is not None or (
            said.name.isascii() and says(said.name, request_words.ASKING, request_words.ASKING_TYPED)
        )
        ways = (said.given, said.template or bool(said.format), said.writing)
        return document, request_features(ways, beside, asks, likeness, lead)

    def _context_features(self, text: str, document: str) -> Beside:
        """What is said before a document's name and behind it, without what asks for it, and the latter as written."""
        written = fold(text)
        sounds = spelled(written)
        if len(sounds) != len(written):  # typed, at least in part
            return Beside("", "", "")
        held = frozenset[str]().union(*(features for one, features in self._names if one == document))
        at = [place for place, two in enumerate(pairwise(sounds)) if " ".join(two) in held]
        if not at:
            return Beside("", take_apart(text).name, written)
        # 经审也要报告: what stands amid the name is no part of it, unless it only describes it: 登记要准备的材料清单
        amid = "".join(written[place] for place in range(at[0], at[-1] + 2) if sounds[place] not in held)
        behind = ("" if "的" in amid else amid) + written[at[-1] + 2 :]
        before, _, after = take_apart(f"{written[: at[0]]}{_PLACE}{behind}").name.partition(_PLACE)
        after = "" if request_words.BARE.fullmatch(after) else after  # 签到用的表: the kind of thing it is
        return Beside(before, after, behind)

    def asked(self, text: str) -> AskedDocument | None:
        """The document that a text names, whether or not there is one like it; None when it names none."""
        said = named(text)
        if said is None:
            return None
        fitting = [(one, fits(features), features) for one, features in self.fitting(said.name, said.before, text)]
        best = max(fitting, key=lambda one: one[1], default=("", 0.0, None))
        if best[1] < PERHAPS:  # none of ours: the one that is about the same
            bound = {one for _, one in self._bound([said.name], [(one[1], one[0]) for one in fitting])}
            near = [one for one in fitting if one[0] in bound and one[2].foreign + one[2].others <= 1 - NEAR]
            best = max(near, key=lambda one: one[1], default=("", 0.0, None))
        return AskedDocument(said.name, asks(said.features), best[0], best[1], HEAD.fullmatch(fold(said.name)) is not None)

    def fitting(self, name: str, before: str, text: str) -> list[tuple[str, FitFeatures]]:
        """How each document fits a name; those that share nothing with it are left out."""
        asked, said, front = _features(key(name)), _features(key(text)), _features(key(before))
        tail = HEAD.findall(name)
        tails = _features(key(tail[-1])) if tail else frozenset[str]()
        subject = asked - tails
        weight, ranked = self._weight(asked), self._ranked([name, take_apart(text).name])
        order = [score for score, _ in ranked]
        found = []
        for score, one in ranked[:12]:
            names = [
                (features, self._heavy[number]) for number, (document, features) in enumerate(self._names) if document == one
            ]
            own = frozenset[str]().union(*(features for features, _ in names))
            best = max((self._weight(asked & features) / weight for features, _ in names), default=0.0)
            # 主持词 alone says of no assembly that it is meant
            telling = (pair for pair in names if not subject or pair[0] - tails)
            covered = max((self._weight(said & features) / heavy for features, heavy in telling), default=0.0)
            rival = order[1] if score == order[0] and len(order) > 1 else order[0]
            features = FitFeatures(
                score,
                best,
                covered,
                self._share((subject - own) - self._weights.keys(), subject),
                self._share((subject - own) & self._weights.keys(), subject),
                min(len(self._subject(name) - self._subjects[one]), 2) / 2,
                float(any(tail[-1:] == HEAD.findall(called)[-1:] for called in self._called[one])),
                self._heaviest((front - own) & self._weights.keys()),
                max(-0.3, min(score - rival, 0.3)) / 0.3,
                float(key(name) in self._called[one]),
            )
            found.append((one, features))
        return found

    def _subject(self, name: str) -> frozenset[int]:
        """Who and what a name speaks of, of the field's terms: 女职工 is not 职工, 职代会 no 会员大会."""
        return self._terms.terms_in(name, "roles") | self._terms.terms_in(name, "things")

    def _share(self, features: Iterable[str], of: Iterable[str]) -> float:
        """The weight of some features as a share of others'."""
        return self._weight(features) / max(self._weight(of), self._rarest / 2)

    def _heaviest(self, features: Iterable[str]) -> float:
        """The heaviest of these as a share of the rarest that there is."""
        return max((self._weights[one] for one in features), default=0.0) / self._rarest

    def _guide(self, name: str) -> str:
        """Id of the guide that a phrase such as 建会指南 names; empty when none or several."""
        found = [(score, one) for score, one in self._ranked([name]) if score >= OFFERED["template"]]
        return found[0][1] if found and (len(found) == 1 or found[0][0] - found[1][0] > CLEAR) else ""

    def _unnamed(self, text: str, said: RequestWords, last: str) -> Wanted | None:
        """A format alone is about the document spoken of; what asks alone asks what there is."""
        if said.format and not said.listing:
            return Wanted((last,) if last else (), said.format)
        if not said.template and not said.listing and "/guides" not in text:
            return None
        kind = next((name for name, pattern in _KINDS.items() if pattern.search(key(text))), "")
        return Wanted(kind=kind, format=said.format) if said.template or "/guides" in text else None

    def _kind(self, said: RequestWords) -> Wanted | None:
        """Everything of a kind: 有哪些指南; a kind alone too, unless a document is called so."""
        kind = next((name for name, pattern in _KINDS.items() if pattern.fullmatch(said.name)), "")
        if not kind or (not said.listing and said.name in self._exact):
            return None
        return Wanted(kind=kind, format=said.format)

    def _by_name(self, text: str, whole: RequestWords) -> Wanted | None:
        said = [whole, *(take_apart(clause) for clause in _CLAUSES.split(text) if clause)]
        asking = [
            one for one in said[1:] if (one.template or one.given or one.format) and not request_words.BARE.fullmatch(one.name)
        ]
        asking = asking or [whole]
        plain = whole.plainness
        names = [one.name for one in (whole, *asking) if one.name]
        if not names or (plain == "bare" and not says(whole.name, request_words.NOUN, request_words.NOUN_TYPED)):
            return None
        doubtful = any(says(one.name, request_words.ASKING, request_words.ASKING_TYPED) for one in asking)
        if doubtful and plain != "template":
            return None
        if plain == "given" and not any(says(one.name, request_words.NOUN, request_words.NOUN_TYPED) for one in asking):
            return None
        found = self._chosen(
            names, whole, plain, least=SURE[plain] if plain == "given" and _OWN.search(key(text)) else OFFERED[plain]
        )
        return replace(found, weak=True) if found is not None and doubtful else found

    def _chosen(self, names: list[str], said: RequestWords, plain: str, least: float) -> Wanted | None:
        """The documents that names are like, from `least` on."""
        ranked = self._bound(names, self._ranked(names))
        best = ranked[0][0] if ranked else 0.0
        next_ = ranked[1][0] if len(ranked) > 1 else 0.0
        weak = said.writing or (plain == "bare" and not says(said.name, request_words.PAPER, request_words.PAPER_TYPED))
        # 换届的表格 names no document but what they are about, however much 换届指南 looks like it
        loose = not said.name.isascii() and said.name not in self._exact and not any(map(request_words.NOUN.search, names))
        if best >= SURE[plain] and best - next_ >= CLEAR and not loose:
            return Wanted((ranked[0][1],), said.format, weak=weak)
        offered = [one for score, one in ranked if score >= least][:MOST]
        if plain == "template" and (loose or not offered):
            offered = self._about(names) or offered
        return Wanted(tuple(offered), said.format, weak=weak) if offered else None

    def _bound(self, names: list[str], ranked: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """Without what is no contract when one is asked for: 劳动合同 is not the opinion on ending one."""
        nouns = {match[1] for match in map(_CONTRACT.search, names) if match}
        return [(score, one) for score, one in ranked if nouns <= self._contracts[one]]

    def _ranked(self, names: Iterable[str]) -> list[tuple[float, str]]:
        """Documents by how alike the most alike of their names is to one of these; ties in catalogue order."""
        best: dict[str, float] = defaultdict(float)
        guides = any(map(_GUIDE.search, names))
        for asked in map(_features, dict.fromkeys(names)):
            weight = self._weight(asked)
            for number, shared in self._shared(asked).items():
                document = self._names[number][0]
                if not guides or document in self._guides:
                    best[document] = max(best[document], 2 * shared / (weight + self._heavy[number]))
        order = {document.id: place for place, document in enumerate(self._documents)}
        return sorted(((score, one) for one, score in best.items()), key=lambda pair: (-pair[0], order[pair[1]]))

    def _about(self, names: Iterable[str]) -> list[str]:
        """Documents that are called by more than the words asked for, or whose topic they name."""
        found: dict[str, float] = {}
        for asked in names:
            sounds = _features(asked)
            if request_words.LAST_NOUN.search(asked):  # it names a document, only none of ours
                continue
            weight = self._weight(sounds)
            for number, shared in self._shared(sounds).items():
                if shared / weight >= COVERED:
                    document = self._names[number][0]
                    found[document] = max(found.get(document, 0.0), shared / weight)
            for document, topics in self._topics.items():
                if asked in key(topics):
                    found.setdefault(document, 0.5)
        return sorted(found, key=lambda one: -found[one])

    def _shared(self, features: Iterable[str]) -> dict[int, float]:
        """The weight of what each name has of these, by the name's number; names that have none of them are left out."""
        found: dict[int, float] = defaultdict(float)
        for one in features:
            for number in self._holding.get(one, ()):
                found[number] += self._weights[one]
        return found

    def _weight(self, features: Iterable[str]) -> float:
        weights = self._weights
        return sum(weights[one] if one in weights else self._foreign_share(one) for one in features)

    def _foreign_share(self, feature: str) -> float:
        """The weight of what no document is called by."""
        faint = any(sound in _FAINT_SOUNDS for sound in feature.split())
        return _FAINT if faint else _UNKNOWN * self._rarest


def _known_names(document: Document) -> Iterator[str]:
    """Everything a document is called: its title, the title without its frame, and its words without what asks."""
    yield document.title
    bare = re.sub(r"^关于|（[^）]*）|\([^)]*\)", "", document.title)
    yield bare
    yield request_words.EMPTY.sub("", bare.removeprefix("基层").removeprefix("工会"))
    for word in document.words:
        yield word
        name = take_apart(word).name
        if request_words.NOUN.search(name):
            yield name


def _exact(documents: Iterable[Document]) -> frozenset[str]:
    """Names without what asks, as what is left of a message is compared with them."""
    return frozenset(take_apart(name).name for document in documents for name in (document.title, *document.words))


def _weights(names: list[tuple[str, frozenset[str]]], count: int) -> dict[str, float]:
    """The rarer among documents, the heavier: 请示 says less than 补选."""
    owners: dict[str, set[str]] = defaultdict(set)
    for document, features in names:
        for feature in features:
            owners[feature].add(document)
    found = {}
    for feature, of in owners.items():
        faint = any(sound in _FAINT_SOUNDS for sound in feature.split())
        found[feature] = _FAINT if faint else math.log(1 + count / len(of))
    return found
