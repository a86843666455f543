"""Folders of trained models: the record, field by field, and the weights."""

import json
import struct
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np

from tests.attack.families.envi import write_envi_scene
from tests.attack.family import Answer, Family, Files, Mutant, Originals, no_file
from tests.attack.lure import Lure
from tests.attack.mutation import NUMBERS, mutate_bytes, mutate_text, word

_RECORD, _WEIGHTS = "model/model.json", "model/model.safetensors"
METHODS = (
    "spectral-angle", "svm", "random-forest", "curated-prompts", "s3fn", "contrastdm",
    "diffclip",
)  # fmt: skip
_ODD = (
    None, True, "", "x", [], {}, [[]], [None], -1, 0, 1, 2.5, 1e308, -1e308, 1e-320,
    2_000_000_000, 10**18, 2**63, 2**64, "\u0000", [1] * 2000, ["x"] * 2000,
    {"a": {"b": 1}},
    [-1], [0, 0, 0], [10**9], ["nan"], "1", "9" * 400, "../../x", "/etc/passwd",
    [1e308] * 5,
)  # fmt: skip
_WHOLES = (
    b"", b"{}", b"[]", b"null", b"{", b"\x00" * 50, b"[" * 100000, b'{"a": ' * 50000,
    b'{"format": 99}', b'{"format": "1"}', b'{"method": ' + b"9" * 6000 + b"}",
    b"\xff\xfe{}",
    b'{"method": "svm"}', b"NaN", b'"' + b"x" * 1000000 + b'"',
)  # fmt: skip
_TYPES = (
    "F64",
    "F32",
    "F16",
    "BF16",
    "I64",
    "I32",
    "I8",
    "U8",
    "BOOL",
    "F8_E4M3",
    "X",
    5,
)


_SHORTEST = {
    "diffclip": {"steps": 1, "pretrain_steps": 1, "members": 1},
    "curated-prompts": {"steps": 1, "members": 1},
    "s3fn": {"steps": 1, "fusion_steps": 1, "members": 1},
    "contrastdm": {
        "pretrain_steps": 1,
        "diffusion_steps": 1,
        "steps": 1,
        "members": 1,
    },
    "random-forest": {"trees": 10},
}


def prepare(folder: Path) -> None:
    """Train each method for a moment, and write the scene beside."""
    from hsiviewer.core.progress import SilentProgress
    from hsiviewer.learning.running.run import classify
    from tests.learning.scenes import make_request, make_scene

    for method in METHODS:
        place = folder / method
        write_envi_scene(place, np.uint16, interleave="bsq")
        _write_values(place, make_scene(rows=18, cols=21))
        request = make_request(
            method, changes=_SHORTEST.get(method), save_model=place / "model"
        )
        classify(request, SilentProgress())


def _write_values(place: Path, cube: Any) -> None:
    from hsiviewer.io.envi_writer import write_envi

    for path in place.iterdir():
        path.unlink()
    write_envi(
        place / "scene.hdr", cube.source.read(), bands=cube.bands,
        georeference=cube.georeference, nodata=cube.nodata,
    )  # fmt: skip


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "model"


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change the record or the weights."""
    files = dict(originals[name])
    pipes: tuple[str, ...] = ()
    links: dict[str, str] = {}
    part = chance.random()
    if part < 0.5:
        kind, files[_RECORD] = _record(files[_RECORD], chance)
    elif part < 0.62:
        kind, files[_RECORD] = mutate_text(files[_RECORD], chance)
    elif part < 0.68:
        kind, files[_RECORD] = "whole", chance.choice(_WHOLES)
    elif part < 0.72:
        kind, files = _encoder(files, chance, lure)
    elif part < 0.86:
        kind, files[_WEIGHTS] = _weights(files[_WEIGHTS], chance)
    elif part < 0.95:
        kind, files[_WEIGHTS] = mutate_bytes(files[_WEIGHTS], chance)
    elif part < 0.97:
        kind = "gone"
        files.pop(chance.choice((_RECORD, _WEIGHTS)))
    else:
        kind, pipes, links = no_file((_RECORD, _WEIGHTS), chance)
    return Mutant(f"{name}: {kind}", name, files, "model", pipes, links)


def _record(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Change one value of the record, somewhere in it."""
    document = json.loads(data)
    places = list(_places(document, ()))
    # Each key of the record as often as any value deep in a list of numbers.
    depth = chance.choice((1, 2, 2, 3, 4))
    shallow = [each for each in places if len(each) == depth] or places
    path = chance.choice(shallow)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    how = chance.choice(("set", "set", "set", "near", "drop", "longer", "nested"))
    old = parent[path[-1]]
    if how == "set":
        parent[path[-1]] = chance.choice((*_ODD, word(chance), chance.choice(NUMBERS)))
    elif how == "near":
        parent[path[-1]] = _near(old, chance)
    elif how == "drop":
        del parent[path[-1]]
    elif how == "longer":
        parent[path[-1]] = old * 3 if isinstance(old, (list, str)) else [old, old]
    else:
        parent[path[-1]] = "NESTED"
    text = json.dumps(document).replace(
        '"NESTED"', chance.choice(("[" * 60000, "[" * 3000 + "]" * 3000, "9" * 5000,
        "NaN",
                                   "-Infinity", "1e999"))
    )  # fmt: skip
    names = ".".join(str(each) for each in path if isinstance(each, str))
    return f"{names} {how}", text.encode(errors="surrogatepass")


def _places(node: Any, path: tuple[Any, ...]) -> Any:
    keys = node if isinstance(node, dict) else range(min(len(node), 6))
    for key in keys:
        yield (*path, key)
        if isinstance(node[key], (dict, list)):
            yield from _places(node[key], (*path, key))


def _near(old: Any, chance: Random) -> Any:
    if isinstance(old, bool):
        return not old
    if isinstance(old, (int, float)):
        return chance.choice((old + 1, old - 1, -old, old * 1000, old / 2, float(old)))
    if isinstance(old, list):
        return chance.choice((old[:-1], old[::-1], [*old, *old[:1]], old[:1], []))
    if isinstance(old, str):
        return chance.choice((old + "x", old[:-1], old.upper(), ""))
    return chance.choice((1, "x", [], {}))


def _encoder(
    files: dict[str, bytes], chance: Random, lure: Lure
) -> tuple[str, dict[str, bytes]]:
    """Name a text model whose folder holds code."""
    document = json.loads(files[_RECORD])
    document["text_encoder"] = chance.choice(
        (
            "encoder",
            "./encoder",
            str(lure.folder),
            f"{lure.url}/x",
            "no-such/model",
            "x" * 9999,
        )
    )
    configuration = {
        "model_type": "evil",
        "architectures": ["Evil"],
        "auto_map": {
            "AutoModel": "evil.Evil",
            "AutoConfig": "evil.Evil",
            "AutoTokenizer": "evil.Evil",
        },
    }
    code = f"open({str(lure.mark)!r}, 'w')\nclass Evil: pass\n"
    files |= {
        _RECORD: json.dumps(document).encode(),
        "encoder/config.json": json.dumps(configuration).encode(),
        "encoder/tokenizer_config.json": json.dumps(configuration).encode(),
        "encoder/evil.py": code.encode(),
        "encoder/model.safetensors": files[_WEIGHTS],
    }
    return "text encoder", files


def _weights(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Change the head of a safetensors file, or what its numbers are."""
    (size,) = struct.unpack_from("<Q", data)
    head, body = json.loads(data[8 : 8 + size]), data[8 + size :]
    names = [each for each in head if each != "__metadata__"]
    name = chance.choice(names)
    kind = chance.choice(("dtype", "shape", "offsets", "name", "drop", "values", "size",
                          "values", "metadata"))  # fmt: skip
    if kind == "dtype":
        head[name]["dtype"] = chance.choice(_TYPES)
    elif kind == "shape":
        head[name]["shape"] = chance.choice(
            ([], [0], [-1], [2**40], head[name]["shape"][::-1], [*head[name]["shape"],
            1],
             [1, *head[name]["shape"]], "x", [1.5])
        )  # fmt: skip
    elif kind == "offsets":
        head[name]["data_offsets"] = chance.choice(
            ([0, 0], [0, 10**15], [8, 0], [-8, 8], [0], "x", [0, len(body)])
        )
    elif kind == "name":
        head[chance.choice(("x", "../x", "a" * 9999))] = head.pop(name)
    elif kind == "drop":
        del head[name]
    elif kind == "metadata":
        head["__metadata__"] = chance.choice(({"a": 1}, "x", {"a": "b" * 99999}, []))
    elif kind == "values":
        body = _other_values(body, head[name], chance)
    text = json.dumps(head).encode()
    length = (
        len(text) if kind != "size" else chance.choice((0, 2**63, len(text) - 3, 10**8))
    )
    return f"weights {kind}", struct.pack("<Q", length) + text + body


def _other_values(body: bytes, entry: dict[str, Any], chance: Random) -> bytes:
    begin, end = entry["data_offsets"]
    value = chance.choice(
        (struct.pack("<f", float("nan")), struct.pack("<f", float("inf")), b"\xff" * 4,
         struct.pack("<f", 1e38), bytes(4), struct.pack("<f", -1.0))
    )  # fmt: skip
    filled = (value * ((end - begin) // 4 + 1))[: end - begin]
    return body[:begin] + filled + body[end:]


def open_model(folder: Path, mutant: Mutant) -> Answer:
    """Load a model and classify a small scene, as a worker does."""
    from hsiviewer.core.progress import SilentProgress
    from hsiviewer.workflows.tasks.records import PredictionTask
    from hsiviewer.workflows.tasks.worker import run_task

    results = folder / "results"
    results.mkdir()
    task = PredictionTask(
        scene=str(folder / "scene.hdr"), model=str(folder / mutant.opened),
        run_folder=str(results), device="cpu",
    )  # fmt: skip
    answer = run_task("predict", msgspec.json.encode(task), SilentProgress())
    return {"answer": json.dumps(answer, default=str)[:2000]}


FAMILY = Family(
    "models", "model folder (JSON, safetensors; 7 methods)", 650, prepare, mutate,
    open_model, intact, needs_torch=True,
)  # fmt: skip
