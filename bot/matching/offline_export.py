"""What ranking without the encoder needs, as plain values for a file that is sent around: keys, terms, what was learned.

Votes are worked out from the keys when somebody asks, so that nothing large has to be kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bot.matching import asking_clause, misspelling, other_organisations
from bot.matching.kernel_ridge import PENALTY
from bot.matching.knowledge_index import ANSWER, CHOOSE, COMPARED, DOUBTED, NEARER, READ, KnowledgeIndex
from bot.matching.learned_weights import as_json, learned_weights
from bot.matching.neighbours import NEAREST, WITHOUT_ENCODER
from bot.matching.scorers import FAINT, FEW, LONG_QUESTION, MANY, RANKED, SHOWN, RidgeScorer
from bot.matching.terms import OFTEN
from bot.model import TERM_GROUPS
from bot.normalise import CLAUSE_COMMAS, SENTENCE_ENDS


def portable(index: KnowledgeIndex) -> dict[str, Any]:
    """An index without the encoder as plain values; raises ValueError for one that isn't a ridge."""
    scorer, entries = index.scorer, index.knowledge.entries
    if not isinstance(scorer, RidgeScorer) or scorer.neighbours.encoder is not None:
        raise ValueError("only a ridge without an encoder can be packed")
    mix = WITHOUT_ENCODER
    bodies = {body: place for place, body in enumerate(other_organisations.names())}
    return {
        "keys": scorer.neighbours.keys,
        "owners": np.bincount(scorer.owners, minlength=len(entries) + 1)[: len(entries)].tolist(),
        "terms": scorer.terms.packed(),
        "bodies": [*bodies],
        "covered": [sorted(map(bodies.__getitem__, other_organisations.covered(one, bodies.keys()))) for one in entries],
        "fitted": as_json(learned_weights(encoder=False)),
        "mix": [mix.characters, mix.sounds, mix.pairs],
        "nearest": NEAREST,
        "penalty": PENALTY,
        "often": OFTEN,
        "most": RANKED,
        "shown": SHOWN,
        "spoken": LONG_QUESTION,
        "faint": FAINT,
        "few": FEW,
        "many": MANY,
        "doubted": DOUBTED,
        "mended": [TERM_GROUPS.index(group) for group in misspelling.GROUPS],
        "written": misspelling.WRITTEN,
        "times": misspelling.TIMES,
        "nearer": NEARER,
        "ends": SENTENCE_ENDS.pattern,
        "commas": CLAUSE_COMMAS.pattern,
        "asks": asking_clause.ASKS.pattern,
        "long": asking_clause.LONG,
        "shortest": asking_clause.SHORTEST,
        "clauses": asking_clause.MOST,
        "answer": ANSWER,
        "choose": CHOOSE,
        "read": READ,
        "compared": COMPARED,
    }
