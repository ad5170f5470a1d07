"""The index of one version of the knowledge: exact wordings first, then every entry ranked with a calibrated confidence."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot import wording
from bot.errors import KnowledgeError
from bot.matching import other_organisations, out_of_domain
from bot.matching.articles import Articles
from bot.matching.cache import Cache
from bot.matching.calibration import Confidence
from bot.matching.document_match import Documents
from bot.matching.encoder import Encoder
from bot.matching.incremental_inverse import IncrementalInverse, State
from bot.matching.kernel import Similarity
from bot.matching.nearest_neighbour import NearestScorer
from bot.matching.paraphrase import REMEMBERED, ParaphraseIndex
from bot.matching.pinyin_decoder import PinyinDecoder
from bot.matching.scorers import SHOWN, RidgeModel, RidgeScorer, Scored, Scorer, foreign_keys, learn, relearn
from bot.model import Decision, Knowledge, Match, Ranked, Wanted
from bot.normalise import key

ANSWER = 0.55
"""Confidence from which the first entry is sent outright.

Of our 860 golden questions 9 are then answered wrongly and 549 outright and right; at 0.5 it is 12 and 567, at 0.45 19 and
579, and of 230 near misses 1, 2 and 4 are sent.
"""
CHOOSE = 0.2
"""Sum of the three best confidences from which they are offered to pick from; below it the desk says it doesn't know.

At 0.2 the right entry is answered or offered for 97.5 % of our golden questions (0.3: 97 %, 0.4: 96 %), and 47 of 52
questions from other walks of life are still met with a don't know (0.3: 49); none of those is answered outright either way."""
_READ = 1_800
"""Characters of a key that are read for it: typed as pinyin, a character takes up to six letters."""
COMPARED = 300
"""Characters of a question's key that are compared: longer ones are stories, which the desk takes apart before."""
DOUBTED = 0.4
"""Most confidence in an entry that doesn't name the other body the question names."""
RIDGE_LIMIT = 8_000
"""Wordings up to which a ridge regression is fitted: its time grows with the cube of their number (5,000: 5 s)."""
AT_ONCE = 1_500
"""Wordings up to which all is learned in a second."""
REVISION = "6"
"""Changes whenever what is learned from the same knowledge changes, so that older caches are not used."""


@lru_cache(2 * RIDGE_LIMIT)
def _stored_key(text: str) -> str:
    """The key of a stored wording: the next version of the knowledge has nearly all of them again."""
    return key(text)


class NotLearnedError(LookupError):
    """So much is new that learning it takes long: it must be learned elsewhere first, and is then in the cache."""


class KnowledgeIndex:
    """Implements bot.ports.Index. Building it learns from the knowledge, or takes what was learned from the cache."""

    def __init__(
        self,
        knowledge: Knowledge,
        encoder: Encoder | None,
        cache: Cache,
        *,
        quick: bool = False,
        trial: bool = False,
        wait: bool = True,
    ) -> None:
        """`quick` learns no more than an edit changed, where that is possible (`grown` tells).

        A `trial` is quick and keeps nothing of it. Without `wait`, NotLearnedError is raised where learning would take long.
        """
        self._knowledge = knowledge
        self._quick, self._trial, self._wait = quick or trial, trial, wait
        self.grown = False
        """Whether it was learned from an edit alone: nearly, not exactly, what learning it all would give."""
        wordings = [(entry.id, number, text) for number, entry in enumerate(knowledge.entries) for text in entry.wordings]
        self._entries = [entry.id for entry in knowledge.entries]
        self._texts = [text for _, _, text in wordings]
        keys = [_stored_key(text) for text in self._texts]
        self._exact: dict[str, int] = {}
        self._owners: NDArray[np.int32] = np.array([number for _, number, _ in wordings], np.int32)
        self._know(keys)
        self._hearing = PinyinDecoder(keys)
        self._wanted = lru_cache(8)(Documents(knowledge).wanted)  # two of the desk's stages ask the same
        self._scorer: Scorer
        self._confidence: Confidence
        self._won: NDArray[np.bool_]
        self._similarity: Similarity | None = None
        self._alike: ParaphraseIndex | None = None
        self._compared: dict[str, str] = {}
        self._teach(keys, encoder, cache)
        self.articles = Articles(knowledge, encoder, cache, self.rank)
        if not trial:
            self.articles.prepare()

    def _know(self, keys: Sequence[str]) -> None:
        """Every wording must find its own entry; raises KnowledgeError for one that two entries claim."""
        for place, found in enumerate(keys):
            first = self._exact.setdefault(found, place)
            if not found or self._owners[first] != self._owners[place]:
                ids = (self._entries[self._owners[first]], self._entries[self._owners[place]])
                raise KnowledgeError(wording.WORDING_CLAIMED.format(text=self._texts[place], first=ids[0], second=ids[1]))

    def _teach(self, keys: Sequence[str], encoder: Encoder | None, cache: Cache) -> None:
        """Learn from the wordings, or load what was learned from exactly these."""
        self._won = np.zeros(0, bool)
        if not keys:
            return
        if len(keys) > RIDGE_LIMIT:
            nearest = NearestScorer(keys, self._owners)
            self._scorer, self._confidence, self._won = nearest, nearest.confidence, nearest.own
            return
        name = _name(keys, self._owners, encoder)
        learned: RidgeModel | None = cache.learned(name, len(keys), len(self._entries))
        if learned is None and self._quick and self._grow(keys, encoder, cache):
            return
        if learned is None and not self._wait and len(keys) > AT_ONCE:
            raise NotLearnedError(f"{len(keys)} wordings")
        foreign = out_of_domain.apart(keys) if learned is None else learned.foreign
        every = [*keys, *foreign_keys(foreign)]
        owners = self._with_elsewhere(len(foreign))
        similarity = Similarity(every, encoder, _vectors(every, encoder, cache))
        if learned is None:
            learned, inverse = learn(similarity, owners, len(self._entries), foreign)
            if not self._trial:
                cache.keep(name, learned)
                weights = similarity.characters.weights, similarity.sounds.weights
                cache.growing(_kind(encoder)).keep(State(inverse, every, *weights, learned.confidence))
        self._use(similarity, owners, learned)

    def _grow(self, keys: Sequence[str], encoder: Encoder | None, cache: Cache) -> bool:
        """Learn only what differs from what was learned last; False when that isn't kept, or too much differs."""
        growing = cache.growing(_kind(encoder), trial=self._trial)
        with growing.alone() as state:
            self.grown = state is not None and self._grown(keys, encoder, cache, growing, state)
        return self.grown

    def _grown(
        self, keys: Sequence[str], encoder: Encoder | None, cache: Cache, growing: IncrementalInverse, state: State
    ) -> bool:
        held = set(state.keys)
        foreign = out_of_domain.still_apart(held, [key for key in keys if key not in held])
        every = [*keys, *foreign_keys(foreign)]
        changed = growing.changed(state, every)
        if changed is None:
            return False
        similarity = Similarity(every, encoder, _vectors(every, encoder, cache), (state.characters, state.sounds))
        column = {word: number for number, word in enumerate(every)}
        gone, new = changed
        going = set(gone)
        left = [word for place, word in enumerate(state.keys) if word and place not in going]
        order = np.array([column[word] for word in (*left, *new)])
        state = growing.grow(state, gone, new, lambda words: np.array([similarity.kernel(word)[0][order] for word in words]))
        owners = self._with_elsewhere(len(foreign))
        self._use(similarity, owners, relearn(similarity, owners, len(self._entries), foreign, state))
        return True

    def _use(self, similarity: Similarity, owners: NDArray[np.int32], learned: RidgeModel) -> None:
        self._similarity = similarity
        self._scorer = RidgeScorer(similarity, owners, learned.weights)
        self._confidence, self._won = learned.confidence, learned.own
        self._alike = ParaphraseIndex(similarity, learned.weights)

    def _with_elsewhere(self, lines: int) -> NDArray[np.int32]:
        """Owners of the wordings, then of lines from elsewhere."""
        return np.append(self._owners, np.full(lines, len(self._entries), np.int32))

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        return self._knowledge

    def own(self, entry: str) -> tuple[bool, float]:
        """Whether an entry's question still finds it when left out, and the share of its wordings that do, 0–1."""
        rows = np.flatnonzero(self._owners == self._entries.index(entry))
        return bool(self._won[rows[0]]), float(self._won[rows].mean())

    def twins(self, likeness: float) -> tuple[tuple[str, str], ...]:
        """Pairs of entries whose questions are at least so alike (kernel, 0–1), in file order."""
        if self._similarity is None:
            return ()
        _, questions = np.unique(self._owners, return_index=True)
        kernel = self._similarity.among(questions)
        pairs = np.argwhere(np.triu(kernel >= likeness, 1))
        return tuple((self._entries[one], self._entries[other]) for one, other in pairs)

    def exact(self, text: str) -> Ranked | None:
        """The entry that stores this wording, with confidence 1, or None."""
        place = self._exact.get(key(text))
        return None if place is None else Ranked(self._entries[self._owners[place]], 1.0, self._texts[place])

    def match(self, text: str, within: str = "") -> Match:
        """Exact wording → its entry with confidence 1; else answer, choose or unknown by calibrated confidence.

        `within` is the whole message when the text is a piece of it: a body named there is named for every piece.
        """
        exact = self.exact(text)
        if exact is not None and not within:
            return Match(Decision.ANSWER, (exact,), exact=True)
        ranked = self._ranked(text, SHOWN, within)
        return Match(decide(ranked), ranked)

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best `limit` entries, best first; an exact wording's entry leads with confidence 1."""
        exact = self.exact(text)
        ranked = self._ranked(text, limit)
        if exact is None:
            return ranked
        return (exact, *(found for found in ranked if found.entry != exact.entry))[:limit]

    def alike(self, text: str, texts: Sequence[str]) -> tuple[float, ...]:
        """For each of the texts the probability, 0–1, that it asks the same as this one in other words."""
        if self._alike is None:  # no knowledge to compare by, or too much: only the same words are the same
            return tuple(float(key(text) == key(other) != "") for other in texts)
        heard = self._heard((text, *texts))
        return self._alike.probabilities(heard[0], heard[1:])

    def fresh(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that weren't compared yet: the first time is slow."""
        return tuple(texts[place] for place in self._alike.fresh(self._heard(texts))) if self._alike is not None else ()

    def _heard(self, texts: Sequence[str]) -> list[str]:
        """Keys to compare; those of questions for a person come again and again."""
        for text in texts:
            if text not in self._compared:
                self._compared[text] = self._hearing.heard(key(text)[:_READ])[:COMPARED]
        found = [self._compared[text] for text in texts]
        if len(self._compared) > REMEMBERED:
            self._compared.clear()
        return found

    def wanted(self, text: str, last: str = "") -> Wanted | None:
        """The documents that a text asks for, None when it asks for none; `last` is the one spoken of just before."""
        return self._wanted(text, last)

    def heard(self, text: str) -> str:
        """What is compared with the wordings: the text's key, pinyin read as characters, cut where it is a story."""
        return self._hearing.heard(key(text)[:_READ])[:COMPARED]

    def won(self) -> dict[str, str]:
        """The wordings that find their entry when they are left out, with its id."""
        return {self._texts[place]: self._entries[self._owners[place]] for place in np.flatnonzero(self._won)}

    @property
    def scorer(self) -> Scorer | None:
        """What ranks the entries; None for a knowledge without wordings."""
        return self._scorer if self._texts else None

    @property
    def similarity(self) -> Similarity | None:
        """What the ridge compares with; None where the nearest wordings are compared instead."""
        return self._similarity

    def with_scorer(self, scorer: Scorer) -> KnowledgeIndex:
        """The same index with another scorer."""
        other = copy.copy(self)
        other._scorer = scorer
        return other

    def _ranked(self, text: str, limit: int, within: str = "") -> tuple[Ranked, ...]:
        heard = self.heard(text)
        if not heard or not self._entries:
            return ()
        scored = self._scorer.score(heard, max(limit, SHOWN))
        sure = confidences(scored, self._confidence)
        bodies = other_organisations.named(within or text)
        return tuple(
            Ranked(self._entries[entry], self._doubted(entry, confidence, bodies), self._texts[place])
            for entry, place, confidence in zip(scored.entries[:limit], scored.wordings[:limit], sure[:limit], strict=False)
        )

    def _doubted(self, entry: int, confidence: float, bodies: frozenset[str]) -> float:
        """The confidence, kept below an outright answer when the question names a body that the entry doesn't."""
        if confidence < DOUBTED or other_organisations.covers(self._knowledge.entries[entry], bodies):
            return confidence
        return DOUBTED


def confidences(scored: Scored, confidence: Confidence) -> list[float]:
    """Probability of each entry being right: the first as calibrated; the next share what the first three have more."""
    if not len(scored.scores):
        return []
    first = float(scored.scores[0])
    features = np.array([[first, first - scored.rival, scored.covered]])
    sure = float(confidence.first.probability(features)[0])
    left = max(float(confidence.shown.probability(features)[0]) - sure, 0.0)
    rest = np.clip(scored.scores[1:], 0, None) ** 2
    total = float(rest[: SHOWN - 1].sum()) or 1.0
    return [sure, *(min(sure, left * float(share) / total) for share in rest)]


def decide(ranked: Sequence[Ranked]) -> Decision:
    """Answer, choose or unknown for entries that are no exact match."""
    if ranked and ranked[0].confidence >= ANSWER:
        return Decision.ANSWER
    if sum(found.confidence for found in ranked[:SHOWN]) >= CHOOSE:
        return Decision.CHOOSE
    return Decision.UNKNOWN


def _vectors(keys: Sequence[str], encoder: Encoder | None, cache: Cache) -> NDArray[np.float32] | None:
    return cache.vectors(encoder, keys) if encoder is not None and keys else None


def _kind(encoder: Encoder | None) -> str:
    """What an inverse depends on beside the wordings, as part of a folder's name."""
    return f"{encoder.name if encoder else 'plain'}-{REVISION}"


def _name(keys: Sequence[str], owners: NDArray[np.int32], encoder: Encoder | None) -> str:
    """What was learned is named by everything it depends on: the wordings, whose they are, the encoder, our own revision."""
    digest = hashlib.sha256()
    for word, owner in zip(keys, owners, strict=True):
        digest.update(f"{owner}\t{word}\n".encode())
    for line in out_of_domain.lines():
        digest.update(f"{line}\n".encode())
    digest.update(f"{encoder.name if encoder else ''}\t{REVISION}".encode())
    return digest.hexdigest()[:24]
