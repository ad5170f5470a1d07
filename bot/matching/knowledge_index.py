"""The index of one version of the knowledge: exact wordings first, then every entry ranked with a calibrated confidence."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot import wording
from bot.errors import KnowledgeError
from bot.matching import other_organisations, out_of_domain
from bot.matching.articles import Articles
from bot.matching.asking_clause import asking_clauses
from bot.matching.cache import Cache
from bot.matching.document_match import Documents
from bot.matching.encoder import Encoder
from bot.matching.learned_weights import learned_weights
from bot.matching.misspelling import HomophoneCorrector
from bot.matching.nearest_neighbour import NearestScorer
from bot.matching.neighbours import Neighbours
from bot.matching.other_organisations import is_covered
from bot.matching.paraphrase import REMEMBERED, ParaphraseIndex
from bot.matching.pinyin_decoder import PinyinDecoder
from bot.matching.scorers import SHOWN, RidgeScorer, Scored, Scorer
from bot.matching.terms import Terms
from bot.matching.whitening import whitening
from bot.model import AskedDocument, Decision, Knowledge, Match, Ranked, Wanted
from bot.normalise import fold, key

ANSWER = 0.70
"""Confidence from which the first entry is sent outright: a wrong answer costs four to five times what a list does.

Chosen on 792 questions of strangers that nothing was fitted on, 162 of neighbouring trades and bodies, and golden questions
that nothing answers (tools/calibrate.py): at .6, .66 and .7 of the first .74, .70 and .68 are answered rightly and .047, .037
and .030 otherwise than labelled; of the second .056, .043 and .025 are answered, of the last 4, 3 and 2 of 55.
"""
CHOOSE = 0.17
"""Probability that the right entry is among the first three from which they are offered; below it the desk doesn't know.

Of 741 questions of strangers whose entry is among the first three .9 % lose it below, at .1 .5 % and at .2 1.6 %; of 55 of
other fields 78 % are left alone, at .1 64 %, at .2 80 %.
"""
READ = 1_800
"""Characters of a key that are read for it: typed as pinyin, a character takes up to six letters."""
COMPARED = 300
"""Characters of a question's key that are compared."""
DOUBTED = 0.4
"""Most confidence in an entry that doesn't name the other body the question names."""
NEARER = 1.15
"""How many times the kernel of the nearest wording must grow for a question to be read with its words mended."""
LARGEST = 60_000
"""Wordings up to which the ridge ranks; beyond, the nearest neighbour does."""
AT_ONCE = 1_500
"""Wordings whose vectors are made in a second or two."""
REVISION = "11"
"""Changes whenever what is learned from the same knowledge changes, so that older caches are not used."""


@lru_cache(2 * LARGEST)
def _stored_key(text: str) -> str:
    """The key of a stored wording: the next version of the knowledge has nearly all of them again."""
    return key(text)


class NotLearnedError(LookupError):
    """So much is new that encoding it takes long: that must be done elsewhere first, and is then in the cache."""


@dataclass(frozen=True)
class Reading:
    """What of a text is ranked."""

    key: str
    """Compared with the wordings."""
    said: str
    """The text whose terms count."""
    within: str
    """The message that it is a piece of; empty for a whole one."""
    clauses: tuple[str, ...]
    """Keys of the clauses of a story that ask."""


class KnowledgeIndex:
    """Implements bot.ports.Index. Building it encodes what is new in the knowledge; nothing else has to be learned."""

    def __init__(
        self,
        knowledge: Knowledge,
        encoder: Encoder | None,
        cache: Cache,
        *,
        trial: bool = False,
        wait: bool = True,
        like: KnowledgeIndex | None = None,
    ) -> None:
        """A `trial` keeps nothing of it. Without `wait`, NotLearnedError is raised where encoding would take long.

        What words weigh, and where the field ends, is taken from `like`: what an edit changes, and nothing else, shows then.
        """
        self._knowledge = knowledge
        self._cache, self._trial = cache, trial
        wordings = [(entry.id, number, text) for number, entry in enumerate(knowledge.entries) for text in entry.wordings]
        self._entries = [entry.id for entry in knowledge.entries]
        self._texts = [text for _, _, text in wordings]
        self._keys = [_stored_key(text) for text in self._texts]
        self._exact: dict[str, int] = {}
        self._owners: NDArray[np.int64] = np.array([number for _, number, _ in wordings], np.int64)
        self._read_wordings(self._keys)
        self._hearing = PinyinDecoder(self._keys)
        documents = Documents(knowledge)
        self._wanted = lru_cache(8)(documents.requested)  # two of the desk's stages ask the same
        self._asked_document = documents.asked
        self._ranked_lately = lru_cache(64)(self._rank)  # and several match the same text
        self._scorer: Scorer | None = None
        self._spelling: HomophoneCorrector | None = None
        self._alike: ParaphraseIndex | None = None
        self._compared: dict[str, str] = {}
        self._name = _content_name(self._keys, self._owners, encoder)
        if self._keys:
            self._train(encoder, wait, like)
        self.articles = Articles(knowledge, encoder, cache, self.rank)
        if not trial:
            self.articles.prepare()

    def _read_wordings(self, keys: Sequence[str]) -> None:
        """Every wording must find its own entry; raises KnowledgeError for one that two entries claim."""
        for place, found in enumerate(keys):
            first = self._exact.setdefault(found, place)
            if not found or self._owners[first] != self._owners[place]:
                ids = (self._entries[self._owners[first]], self._entries[self._owners[place]])
                raise KnowledgeError(wording.WORDING_CLAIMED.format(text=self._texts[place], first=ids[0], second=ids[1]))

    def _train(self, encoder: Encoder | None, wait: bool, like: KnowledgeIndex | None) -> None:
        """Encode the wordings, those from elsewhere among them."""
        if len(self._keys) > LARGEST:
            self._scorer = NearestScorer(self._keys, self._owners.astype(np.int32))
            return
        foreign = out_of_domain.foreign_keys(out_of_domain.without_known(self._keys))
        every = [*self._keys, *foreign]
        vectors = None
        if encoder is not None:
            if not wait and self._cache.missing(encoder, every) > AT_ONCE:
                raise NotLearnedError(f"{len(every)} wordings")
            vectors = self._cache.vectors(encoder, every, keep=not self._trial)
        owners = np.append(self._owners, np.full(len(foreign), len(self._entries)))
        old = like._scorer if like is not None and isinstance(like._scorer, RidgeScorer) else None
        same = old is not None and like is not None and like._knowledge.terms == self._knowledge.terms
        ours = len(self._keys)
        if old is not None:
            metric = old.neighbours.metric
        else:
            metric = whitening(vectors[:ours], self._owners) if vectors is not None else None
        neighbours = Neighbours(every, encoder, vectors, metric, old.neighbours if old else None)
        terms = Terms(self._knowledge.terms, self._knowledge.entries, old.terms if old and same else None)
        scorer = RidgeScorer(neighbours, owners, terms, learned_weights(encoder is not None), old.field if old else None)
        self._scorer, self._alike = scorer, ParaphraseIndex(scorer)
        self._spelling = HomophoneCorrector(every, self._knowledge.terms)

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        return self._knowledge

    # ------------------------------------------------------------ how it does on its own wordings

    def finds_itself(self, entry: str, enough: float = 1.0) -> tuple[bool, float]:
        """Whether an entry's question still finds it when left out, and the share of the asked wordings that do, 0–1.

        Asking one takes milliseconds. Unless all must (`enough` is 1), the question's own success ends it, or as soon as that
        share of all wordings does.
        """
        rows = np.flatnonzero(self._owners == self._entries.index(entry)).tolist()
        question = self._found_by_itself(rows[0])
        found = asked = 0
        for row in rows:
            asked += 1
            found += question if row == rows[0] else self._found_by_itself(row)
            if enough < 1 and (question or found >= enough * len(rows)):
                break
        return question, found / asked

    def captured_wordings(self, texts: Iterable[str]) -> dict[str, str]:
        """Those of these stored wordings that find their entry when they are left out, with its id."""
        places = [place for text in texts if (place := self._exact.get(key(text))) is not None]
        return {self._texts[place]: self._entries[self._owners[place]] for place in places if self._found_by_itself(place)}

    def _found_by_itself(self, place: int) -> bool:
        scorer = self._scorer
        return not isinstance(scorer, RidgeScorer) or scorer.finds(place, self._texts[place])

    def neighbouring_wordings(self, texts: Iterable[str], limit: int) -> list[str]:
        """The stored wordings that lie nearest to some texts, at most so many for each."""
        scorer = self._scorer
        if not isinstance(scorer, RidgeScorer):
            return []
        near = [scorer.neighbours.near(heard, limit).numbers for heard in map(self.decoded_text, texts) if heard]
        places = {int(place) for numbers in near for place in numbers if place < len(self._texts)}
        return [self._texts[place] for place in sorted(places)]

    def near_duplicates(self, likeness: float) -> tuple[tuple[str, str], ...]:
        """Pairs of entries whose questions are at least so alike (kernel, 0–1), in file order."""
        if not isinstance(self._scorer, RidgeScorer):
            return ()
        _, questions = np.unique(self._owners, return_index=True)
        kernel = self._scorer.neighbours.gram(questions)
        pairs = np.argwhere(np.triu(kernel >= likeness, 1))
        return tuple((self._entries[one], self._entries[other]) for one, other in pairs)

    # ------------------------------------------------------------ asking

    def exact(self, text: str) -> Ranked | None:
        """The entry that stores this wording, with confidence 1, or None."""
        place = self._exact.get(key(text))
        return None if place is None else Ranked(self._entries[self._owners[place]], 1.0, self._texts[place])

    def match(self, text: str, within: str = "") -> Match:
        """Exact wording → its entry with confidence 1; else answer, choose or unknown by calibrated confidence.

        `within` is the whole message when the text is a piece of it: who and what is named there holds for a piece that
        names none.
        """
        exact = self.exact(text)
        if exact is not None and not within:
            return Match(Decision.ANSWER, (exact,), exact=True)
        ranked, shown = self._ranked(text, SHOWN, within)
        return Match(decide(ranked, shown), ranked)

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best `limit` entries, best first; an exact wording's entry leads with confidence 1."""
        exact = self.exact(text)
        ranked, _ = self._ranked(text, limit)
        if exact is None:
            return ranked
        return (exact, *(found for found in ranked if found.entry != exact.entry))[:limit]

    def same_question_probabilities(self, text: str, texts: Sequence[str]) -> tuple[float, ...]:
        """For each of the texts the probability, 0–1, that it asks the same as this one in other words."""
        if self._alike is None:  # no knowledge to compare by, or too much: only the same words are the same
            return tuple(float(key(text) == key(other) != "") for other in texts)
        heard = self._decode_pinyin((text, *texts))
        found = self._alike.probabilities(heard[0], heard[1:])
        own = self.exact(text)
        if own is None:
            return found
        # stored wordings of two entries ask for two answers, however alike they sound
        others = (self.exact(other) for other in texts)
        return tuple(
            0.0 if other is not None and other.entry != own.entry else likeness
            for likeness, other in zip(found, others, strict=True)
        )

    def uncompared(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that weren't compared yet: the first time is slow."""
        return (
            tuple(texts[place] for place in self._alike.uncompared(self._decode_pinyin(texts)))
            if self._alike is not None
            else ()
        )

    def _decode_pinyin(self, texts: Sequence[str]) -> list[str]:
        """Keys to compare; those of questions for a person come again and again."""
        for text in texts:
            if text not in self._compared:
                self._compared[text] = self._hearing.decode(key(text)[:READ])[:COMPARED]
        found = [self._compared[text] for text in texts]
        if len(self._compared) > REMEMBERED:
            self._compared.clear()
        return found

    def requested_documents(self, text: str, last: str = "") -> Wanted | None:
        """The documents that a text asks for, None when it asks for none; `last` is the one spoken of just before."""
        return self._wanted(text, last)

    def asked_document(self, text: str) -> AskedDocument | None:
        """The document that a text names, whether or not there is one like it; None when it names none."""
        return self._asked_document(text)

    def decoded_text(self, text: str) -> str:
        """What is compared with the wordings: the text's key, pinyin read as characters, cut where it is a story."""
        return self._hearing.decode(key(text)[:READ])[:COMPARED]

    @property
    def scorer(self) -> Scorer | None:
        """What ranks the entries; None for a knowledge without wordings."""
        return self._scorer

    def ranks_like(self, other: KnowledgeIndex) -> bool:
        """Whether another version ranks whatever is asked as this one does: only answers differ, and none of their terms."""
        one, two = self._scorer, other._scorer
        if self._name != other._name or not isinstance(one, RidgeScorer) or not isinstance(two, RidgeScorer):
            return False
        bodies = other_organisations.names()
        same = all(
            replace(before, line=0) == replace(after, line=0)
            or all(is_covered(before, {body}) == is_covered(after, {body}) for body in bodies)
            for before, after in zip(self._knowledge.entries, other._knowledge.entries, strict=True)
        )
        return same and self._entries == other._entries and one.terms.about_the_same(two.terms)

    def separate_copy(self) -> KnowledgeIndex:
        """The same for another thread: what is noted down on the way is its own."""
        other = copy.copy(self)
        other._ranked_lately = lru_cache(64)(other._rank)
        if isinstance(self._scorer, NearestScorer):
            other._scorer = self._scorer.apart()
        return other

    def _ranked(self, text: str, limit: int, within: str = "") -> tuple[tuple[Ranked, ...], float]:
        """The best entries, and the probability that the right one is among the first three."""
        return self._ranked_lately(text, limit, within)

    def _rank(self, text: str, limit: int, within: str) -> tuple[tuple[Ranked, ...], float]:
        read = self.reading(text, within)
        if not read.key or self._scorer is None:
            return (), 0.0
        scored = self._scorer.score(read.key, max(limit, SHOWN), read.said, read.within, read.clauses)
        bodies = other_organisations.organisations_in(within or text)
        ranked = tuple(
            Ranked(self._entries[entry], self._discounted(entry, confidence, bodies), self._texts[place])
            for entry, place, confidence in zip(
                scored.entries[:limit], scored.wordings[:limit], confidences(scored), strict=False
            )
        )
        return ranked, scored.shown

    def reading(self, text: str, within: str = "") -> Reading:
        """What of a text is ranked; `within` as for `match`."""
        heard, said = self.decoded_text(text), self._hearing.decode(fold(text))
        if self._spelling is not None and (mended := self._mended(heard)) != heard:
            heard, said = mended, self._spelling.corrected(said)
        clauses = [self.decoded_text(clause) for clause in asking_clauses(text)]
        whole = self._hearing.decode(fold(within)) if within else ""
        return Reading(heard, said, whole, tuple(clause for clause in clauses if clause and clause != heard))

    def _mended(self, heard: str) -> str:
        """A question's key with the field's words in their own characters, where the wordings are nearer to it so."""
        if self._spelling is None or not isinstance(self._scorer, RidgeScorer):
            return heard
        mended = self._spelling.corrected(heard)
        if mended == heard:
            return heard
        near = self._scorer.neighbours.nearest
        return mended if near(mended) > near(heard) * NEARER else heard

    def discounted(self, text: str, ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
        """The same entries, each kept below an outright answer where the text names another body and the entry doesn't."""
        bodies = other_organisations.organisations_in(text)
        if not bodies:
            return tuple(ranked)
        places = {entry: place for place, entry in enumerate(self._entries)}
        return tuple(
            replace(one, confidence=self._discounted(places[one.entry], one.confidence, bodies)) if one.entry in places else one
            for one in ranked
        )

    def _discounted(self, entry: int, confidence: float, bodies: frozenset[str]) -> float:
        """The confidence, kept below an outright answer when the question names a body that the entry doesn't."""
        if confidence < DOUBTED or other_organisations.is_covered(self._knowledge.entries[entry], bodies):
            return confidence
        return DOUBTED


def confidences(scored: Scored) -> list[float]:
    """Probability of each entry being right: the first as calibrated; the next share what the first three have more."""
    if not len(scored.entries):
        return []
    left = max(scored.shown - scored.first, 0.0)
    rest = np.clip(scored.scores[1:], 0, None)
    total = float(rest[: SHOWN - 1].sum()) or 1.0
    found = [scored.first, *(left * float(share) / total for share in rest)]
    return [float(one) for one in np.minimum.accumulate(found)]


def decide(ranked: Sequence[Ranked], shown: float) -> Decision:
    """Answer, choose or unknown for entries that are no exact match."""
    if ranked and ranked[0].confidence >= ANSWER:
        return Decision.ANSWER
    return Decision.CHOOSE if ranked and shown >= CHOOSE else Decision.UNKNOWN


def _content_name(keys: Sequence[str], owners: NDArray[np.int64], encoder: Encoder | None) -> str:
    """What a ranking depends on: the wordings and whose they are, lines from elsewhere, the encoder, our own revision."""
    digest = hashlib.sha256()
    for word, owner in zip(keys, owners, strict=True):
        digest.update(f"{owner}\t{word}\n".encode())
    for line in out_of_domain.lines():
        digest.update(f"{line}\n".encode())
    digest.update(f"{encoder.name if encoder else ''}\t{REVISION}".encode())
    return digest.hexdigest()[:24]
