"""Other ways to find the nearest of many wordings, each behind the same narrow interface, for `jianhui bench`.

Their libraries are the `bench` extra. They are imported by name when one is built: none of them belongs to the product, and
importing them here would make them so. Each is used the way its own documentation shows, with words cut by jieba where it
needs words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

First = Callable[[str], int]
"""A normalised question in, the number of the nearest key out; -1 when nothing is shared."""


_SOMETHING = 0.01
"""A ratio (0–100) that any shared character exceeds."""


@dataclass(frozen=True)
class Rival:
    """A way to find the nearest wording."""

    name: str
    needs: tuple[str, ...]
    """Modules that must be installed."""
    build: Callable[[Sequence[str]], First]
    """From normalised keys to a function that finds among them."""

    @property
    def present(self) -> bool:
        """Whether everything it needs is installed."""
        return all(find_spec(name) is not None for name in self.needs)


def rapidfuzz_ratio(keys: Sequence[str]) -> First:
    """The share of characters in the same order, against every key."""
    process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")

    def first(key: str) -> int:
        best = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=_SOMETHING)
        return -1 if best is None else int(best[2])

    return first


def bm25(keys: Sequence[str]) -> First:
    """BM25 over jieba's words, scores computed when it is built."""
    jieba, library = _jieba(), import_module("bm25s")
    retriever = library.BM25()
    retriever.index([jieba.lcut(key) for key in keys], show_progress=False)

    def first(key: str) -> int:
        found, scores = retriever.retrieve([jieba.lcut(key)], k=1, show_progress=False)
        return int(found[0, 0]) if scores[0, 0] > 0 else -1

    return first


def tantivy(keys: Sequence[str]) -> First:
    """A search engine like Lucene in Rust: BM25 over jieba's words, in memory."""
    jieba, library = _jieba(), import_module("tantivy")
    schema = library.SchemaBuilder().add_unsigned_field("number", stored=True)
    schema = schema.add_text_field("words", tokenizer_name="whitespace", index_option="freq").build()
    index = library.Index(schema)
    writer = index.writer(num_threads=1)
    for number, key in enumerate(keys):
        writer.add_document(library.Document(number=number, words=" ".join(jieba.lcut(key))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def first(key: str) -> int:
        words = dict.fromkeys(jieba.lcut(key))
        terms = [(library.Occur.Should, library.Query.term_query(schema, "words", word, "freq")) for word in words]
        hits = searcher.search(library.Query.boolean_query(terms), 1, count=False).hits
        return int(searcher.doc(hits[0][1])["number"][0]) if hits else -1

    return first


def fts5_trigram(keys: Sequence[str]) -> First:
    """SQLite's own full-text index over runs of three characters."""
    connection = import_module("sqlite3").connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE wordings USING fts5(words, tokenize = 'trigram')")
    connection.executemany("INSERT INTO wordings(rowid, words) VALUES (?, ?)", enumerate(keys))
    sql = "SELECT rowid FROM wordings WHERE wordings MATCH ? ORDER BY rank LIMIT 1"

    def first(key: str) -> int:
        runs = dict.fromkeys(key[start : start + 3] for start in range(len(key) - 2))
        row = connection.execute(sql, [" OR ".join(f'"{run}"' for run in runs)]).fetchone() if runs else None
        return -1 if row is None else int(row[0])

    return first


def characters_tfidf(keys: Sequence[str]) -> First:
    """Cosine of TF-IDF over runs of one to three characters, by posting lists in numpy."""
    vocabulary: dict[str, int] = {}
    counts = [Counter(_runs(key)) for key in keys]
    tokens = np.array([vocabulary.setdefault(run, len(vocabulary)) for count in counts for run in count], np.int64)
    owners = np.repeat(np.arange(len(keys)), [len(count) for count in counts])
    often = np.array([many for count in counts for many in count.values()], np.float32)
    frequency = np.bincount(tokens)
    idf = np.log((1 + len(keys)) / (1 + frequency)) + 1
    weights = often * idf[tokens]
    weights /= np.sqrt(np.bincount(owners, weights * weights))[owners]
    order = np.argsort(tokens, kind="stable")
    owners, weights = owners[order], weights[order]
    ends: NDArray[np.int64] = np.concatenate([[0], np.cumsum(frequency)])

    def first(key: str) -> int:
        scores = np.zeros(len(keys))
        for run, many in Counter(_runs(key)).items():
            if (token := vocabulary.get(run)) is not None:
                listed = slice(ends[token], ends[token + 1])
                scores[owners[listed]] += many * idf[token] * weights[listed]
        best = int(scores.argmax())
        return best if scores[best] > 0 else -1

    return first


def _jieba() -> ModuleType:
    """The word cutter, its dictionary read, its messages to standard error off."""
    jieba = import_module("jieba")
    jieba.setLogLevel("WARNING")
    jieba.initialize()
    return jieba


def _runs(key: str) -> list[str]:
    """Every run of one to three characters."""
    return [key[start : start + length] for length in (1, 2, 3) for start in range(len(key) - length + 1)]


RIVALS = (
    Rival("rapidfuzz ratio", ("rapidfuzz",), rapidfuzz_ratio),
    Rival("bm25s + jieba", ("bm25s", "jieba"), bm25),
    Rival("tantivy + jieba", ("tantivy", "jieba"), tantivy),
    Rival("SQLite FTS5 trigram", ("sqlite3",), fts5_trigram),
    Rival("char 1–3 TF-IDF", ("numpy",), characters_tfidf),
)
"""In the order they are shown."""
