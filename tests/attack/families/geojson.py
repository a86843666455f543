"""GeoJSON labels: pipelines, links, nesting, odd coordinates."""

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

from hsiviewer.core.georeference import GeoReference
from tests.attack import payloads, scenes
from tests.attack.families.label_rasters import open_labels
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import NUMBERS, mutate_text, word
from tests.builders import UTM33

_FILE = "labels.geojson"
_COORDINATES = (
    None, [], {}, "x", 5, [5], [5, 6], [[5, 6]], [[[5, 6]]], [[[[5, 6]]]], [[]], [[[]]],
    [[[0, 0], [1, 1]]], [[[0, 0], [9e9, 9e9], [1e308, -1e308], [0, 0]]], [None, None],
    [[["a", "b"], [1, 2], [3, 4]]], [[[0, 0, 0, 0, 0], [5, 5], [5, 0], [0, 0]]],
    [True, False], [1e400, 0], [[[360000, 5810000], [360300, 5810000], [360300,
    5809700],
    [360000, 5810000]]], [[[200, 95], [201, 95], [201, 99], [200, 95]]],
)  # fmt: skip
_TYPES = (
    "Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "Curve", "",
    None, 3, "Feature", "FeatureCollection", "MultiPoint", "CircularString", "Topology",
)  # fmt: skip
_CRS = (
    "EPSG:32633", "EPSG:99999", "urn:ogc:def:crs:OGC:1.3:CRS84", "x" * 9000, "", None,
    4,
    "urn:ogc:def:crs:EPSG::4979", "EPSG:2193", "IAU:1", "+proj=longlat", "ESRI:102100",
    "+init=epsg:4326", "LOCAL_CS[\"x\"]", "+proj=utm +zone=33 +nadgrids=/etc/passwd",
    "EPSG:32633+5773", "WGS84", "AUTO:42001,0,0",
)  # fmt: skip


def prepare(folder: Path) -> None:
    """Write labels in degrees, and labels of a scene without a place."""
    for name, place in (("placed", UTM33), ("placeless", GeoReference())):
        scenes.write_labels_only(folder / name, _FILE, (".geojson",), place)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return _FILE


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Put a payload in its place, change the document, or its text."""
    data = originals[name][_FILE]
    pipes: tuple[str, ...] = ()
    opened = _FILE
    part = chance.random()
    if part < 0.2:
        kind, data = _payload(data, chance, lure)
    elif part < 0.3:
        kind, data = _nested(chance)
    elif part < 0.65:
        kind, data = _changed(json.loads(data), chance)
    elif part < 0.97:
        kind, data = mutate_text(data, chance)
    elif part < 0.985:
        kind, opened = "folder", f"http:/127.0.0.1:{lure.port}/{_FILE}"
    else:
        kind, pipes = "pipe", (_FILE,)
    return Mutant(kind, name, {opened: data}, opened, pipes)


def _payload(data: bytes, chance: Random, lure: Lure) -> tuple[str, bytes]:
    if chance.random() < 0.6:
        kind, payload = payloads.virtual_vector(chance, lure)
        return kind, chance.choice((b"", b"\xef\xbb\xbf", b"\n \t", b"{")) + payload
    document = json.loads(data)
    link = chance.choice(
        (
            f"{lure.url}/crs",
            f"file://{lure.text}",
            str(lure.text),
            f"/vsicurl/{lure.url}/c",
        )
    )
    kind = chance.choice(("link", "proj4", "name", "esriwkt", "url"))
    properties = {"name": link} if kind == "name" else {"href": link, "type": kind}
    crs_type = (
        "name" if kind == "name" else chance.choice(("link", "url", "OGC", "EPSG"))
    )
    document["crs"] = {"type": crs_type, "properties": properties | {"url": link}}
    return f"crs {crs_type}", json.dumps(document).encode()


def _nested(chance: Random) -> tuple[str, bytes]:
    depth = chance.choice((500, 5000, 100000, 1000000))
    kind = chance.choice(
        ("arrays", "objects", "collections", "coordinates", "properties")
    )
    head = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    )
    texts = {
        "arrays": "{" + '"a": ' + "[" * depth + "]" * depth + "}",
        "objects": '{"a": ' * depth + "1" + "}" * depth,
        "collections": head + '{"class_id": 1}, "geometry": '
        + '{"type": "GeometryCollection", "geometries": [' * depth
        + "]}" * depth + "}]}",
        "coordinates": head + '{"class_id": 1}, "geometry": {"type": "Polygon", '
        '"coordinates": ' + "[" * depth + "1" + "]" * depth + "}}]}",
        "properties": head + '{"class_id": ' + '{"a": ' * depth + "1" + "}" * depth
        + '}, "geometry": null}]}',
    }  # fmt: skip
    return f"nested {kind}", texts[kind].encode()


def _changed(document: Any, chance: Random) -> tuple[str, bytes]:
    feature = chance.choice(document["features"])
    kind = chance.choice(tuple(_CHANGES))
    _CHANGES[kind](document, feature, chance)
    text = json.dumps(document)
    if chance.random() < 0.05:
        text = text.replace(
            "1", chance.choice(("NaN", "Infinity", "1" * 5000, "1e999")), 1
        )
    return kind, text.encode(errors="surrogatepass")


def _coordinates(_document: Any, feature: Any, chance: Random) -> None:
    feature["geometry"]["coordinates"] = chance.choice(_COORDINATES)


def _type(_document: Any, feature: Any, chance: Random) -> None:
    chance.choice((feature, feature["geometry"]))["type"] = chance.choice(_TYPES)


def _property(_document: Any, feature: Any, chance: Random) -> None:
    key = chance.choice((*feature["properties"], "class_id", "id", "gt", "name"))
    feature["properties"][key] = chance.choice(
        (word(chance), chance.choice(NUMBERS), None, 1.5, [], {}, True, -1, [1, 2])
    )


def _geometry(_document: Any, feature: Any, chance: Random) -> None:
    feature["geometry"] = chance.choice(
        (None, [], {}, "POINT (1 1)", 5, {"type": "Point"})
    )


def _crs(document: Any, _feature: Any, chance: Random) -> None:
    name = chance.choice(_CRS)
    document["crs"] = chance.choice(
        ({"type": "name", "properties": {"name": name}}, name, {"type": "name"}, [],
         {"type": "EPSG", "properties": {"code": name}}, {"type": None,
         "properties": 3})
    )  # fmt: skip


def _features(document: Any, feature: Any, chance: Random) -> None:
    document["features"] = chance.choice(
        ([], {}, None, "x", [None], [[]], [1], [copy.deepcopy(feature)] * 500,
         [{"type": "Feature"}], [feature, None, feature], feature)
    )  # fmt: skip


def _properties(_document: Any, feature: Any, chance: Random) -> None:
    feature["properties"] = chance.choice(
        (None, [], {}, "x", 4, {"": 1}, {"a" * 9000: 1})
    )


def _metres(document: Any, feature: Any, chance: Random) -> None:
    """Write the coordinates of the scene's own grid, as many programs do."""
    x, y = 360000 + 30 * chance.randrange(18), 5810000 - 30 * chance.randrange(15)
    ring = [[x, y], [x + 90, y], [x + 90, y - 90], [x, y - 90], [x, y]]
    for each in document["features"]:
        each["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    document.pop("crs", None)


_CHANGES = {
    "coordinates": _coordinates, "type": _type, "property": _property, "crs": _crs,
    "geometry": _geometry, "features": _features, "properties": _properties,
    "metres": _metres,
}  # fmt: skip
FAMILY = Family(
    "geojson", "GeoJSON (pipelines, links, nesting)", 540, prepare, mutate, open_labels,
    intact,
)  # fmt: skip
