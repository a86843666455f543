"""Zarr stores: damaged metadata and chunks, links, codecs that run what is stored."""

import json
from pathlib import Path
from random import Random

import numpy as np

from tests.attack import scenes
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, mutate_text
from tests.attack.payloads import pickled
from tests.attack.reading import judge_zeros, open_scene

_STORE, _ARCHIVE = "scene.zarr", "scene.zarr.zip"
_METADATA = (".zarray", ".zgroup", ".zattrs", "zarr.json")
_CODECS = ("pickle", "numcodecs.pickle", "vlen-utf8", "crc32c", "zstd", "transpose")


def prepare(folder: Path) -> None:
    """Write stores of both formats, in chunks, in shards and in a zip file."""
    import numcodecs
    import zarr

    whole = {"chunks": (2, 12, 14)}
    shuffled = {
        "compressors": numcodecs.Blosc("zlib"),
        "filters": [numcodecs.Delta("i2")],
    }
    for name, fmt, options in (
        ("format 2", 2, whole),
        ("plain", 2, {**whole, "compressors": None}),
        ("blosc", 2, {**whole, **shuffled}),
        ("lz4", 2, {**whole, "compressors": numcodecs.LZ4()}),
        ("format 3", 3, whole),
        ("shards", 3, {"chunks": (1, 6, 7), "shards": (6, 12, 14)}),
    ):
        (folder / name).mkdir(parents=True)
        _write(folder / name / _STORE, fmt, options)
    (folder / "archive").mkdir()
    store = zarr.storage.ZipStore(folder / "archive" / _ARCHIVE, mode="w")
    _write(store, 3, whole)
    store.close()


def _write(store: object, fmt: int, options: dict[str, object]) -> None:
    import zarr

    group = zarr.open_group(store, mode="w", zarr_format=fmt)
    values = scenes.smooth_values(np.int16)
    for name, array, more in (
        ("cube", values, {**options, "fill_value": 7}),
        ("wavelength", scenes.CENTRES, {}),
    ):
        made = group.create_array(name, shape=array.shape, dtype=array.dtype, **more)
        made[...] = array


def intact(name: str, _files: Files) -> str:
    """Return what is opened."""
    return _ARCHIVE if name == "archive" else _STORE


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage metadata or a chunk, lead out of the store, or name another codec."""
    files = dict(originals[name])
    opened = intact(name, files)
    if name == "archive":
        kind, files[_ARCHIVE] = mutate_bytes(files[_ARCHIVE], chance)
        return Mutant(kind, name, files, opened)
    texts = [file for file in sorted(files) if file.endswith(_METADATA)]
    chunks = [file for file in sorted(files) if file not in texts]
    part = chance.random()
    links: dict[str, str] = {}
    if part < 0.5:
        file = chance.choice(texts)
        kind, files[file] = mutate_text(files[file], chance)
    elif part < 0.6:
        kind = _with_codec(files, texts, chunks, chance, lure)
    elif part < 0.7:
        kind, file = "link", chance.choice((*chunks, *texts))
        links = {file: str(lure.raw)}
    else:
        file = chance.choice(chunks)
        kind, files[file] = mutate_bytes(files[file], chance)
    return Mutant(kind, name, files, opened, links=links)


def _with_codec(
    files: dict[str, bytes],
    texts: list[str],
    chunks: list[str],
    chance: Random,
    lure: Lure,
) -> str:
    """Name a codec in the metadata of the cube, and store what it would run."""
    codec = chance.choice(_CODECS)
    file = next(text for text in texts if "cube/" in text and text.endswith(
        (".zarray", "zarr.json")))  # fmt: skip
    said = json.loads(files[file])
    if file.endswith(".zarray"):
        said[chance.choice(("filters", "compressor"))] = chance.choice(
            ([{"id": codec}], {"id": codec})
        )
    else:
        said["codecs"] = [*said["codecs"], {"name": codec}]
    files[file] = json.dumps(said).encode()
    for chunk in chunks:
        files[chunk] = pickled(lure)
    return f"codec {codec}"


FAMILY = Family(
    "zarr", "Zarr (metadata 50 %)", 500, prepare, mutate, open_scene, intact,
    judge_zeros,
)  # fmt: skip
