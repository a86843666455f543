"""Rows of a project that nobody wrote: wrong types, odd paths, hostile edits."""

import hashlib
import struct
import zlib
from random import Random
from typing import Any

import msgspec

from tests.attack import payloads
from tests.attack.lure import Lure

_LOOSE = (
    "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE type = 'table'",
    "UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE type = 'table'",
    "PRAGMA schema_version = 9999",
)
_ODD = (
    "'x'", "NULL", "-1", "0", "1e308", "x'00ff'", "9223372036854775807", "''", "2.5",
    "zeroblob(2000000)", "printf('%.*c', 100000, 'a')", "'-1'", "99999999", "'\u202e'",
    "CAST(x'ff00fe' AS TEXT)", "'a' || char(0) || 'b'",
)  # fmt: skip
_COLUMNS = {
    "meta": ("key", "value"),
    "raster": ("role", "position", "relative", "absolute", "variable", "size", "digest",
               "rows", "cols"),
    "journal": ("seq", "kind", "target", "text", "written", "payload"),
    "snapshot": ("seq", "payload"),
}  # fmt: skip
Changed = tuple[str, list[str], dict[str, bytes]]


def changed_rows(data: bytes, chance: Random, lure: Lure) -> Changed:
    """Return what is done, in SQL, and the files that belong to it."""
    del data
    kind = chance.choice(("types", "types", "path", "payload", "payload", "rows",
                          "schema", "lure", "meta"))  # fmt: skip
    if kind == "types":
        return _types(chance)
    if kind == "path":
        return _path(chance, lure)
    if kind == "payload":
        return _payload(chance)
    if kind == "lure":
        return _lure(chance, lure)
    choices = {"rows": _ROWS, "schema": _schema(lure), "meta": _META}[kind]
    statement = chance.choice(choices)
    return f"{kind}: {statement[:40]}", [*_LOOSE, statement], {}


def _types(chance: Random) -> Changed:
    table = chance.choice(tuple(_COLUMNS))
    column = chance.choice(_COLUMNS[table])
    where = chance.choice(("", f" WHERE rowid = (SELECT max(rowid) FROM {table})"))
    if table == "journal":
        where = f" WHERE seq = {chance.randrange(1, 40)}"
    text = f"UPDATE {table} SET {column} = {chance.choice(_ODD)}{where}"
    extra = []
    if table == "snapshot":
        extra = ["INSERT INTO snapshot VALUES (38, x'00')"]
    return f"type of {table}.{column}", [*_LOOSE, *extra, text], {}


def _path(chance: Random, lure: Lure) -> Changed:
    path = chance.choice(
        ("/etc/passwd", "../../../../etc/passwd", str(lure.raw), f"{lure.url}/x.tif",
         f"/vsicurl/{lure.url}/x.tif", "http://127.0.0.1/x", "WMS:x",
         "\\\\\\\\host\\\\share\\\\x",
         "scene.img/../scene.img", "/dev/zero", "/proc/self/mem", "a" * 100000, "~",
         ".",
         "file://" + str(lure.text), "NETCDF:x", "scene.hdr:variable", "/" * 5000, "")
    )  # fmt: skip
    column = chance.choice(("relative", "absolute", "variable"))
    both = chance.random() < 0.5
    text = f"UPDATE raster SET {column} = '{path}'"
    if both:
        text += (
            f", relative = '{path}', absolute = '{path}'"
            if column == "variable"
            else ""
        )
    return f"path in {column}", [*_LOOSE, text], {}


def _lure(chance: Random, lure: Lure) -> Changed:
    """Name a hostile file as ground truth or auxiliary raster."""
    role = chance.choice(("reference", "reference", "auxiliary"))
    if role == "reference":
        name = chance.choice(("evil.geojson", "evil.json", "evil.gpkg"))
        kind, content = payloads.virtual_vector(chance, lure)
    else:
        name = chance.choice(("evil.tif", "evil.png", "evil.jp2"))
        kind, content = payloads.virtual_raster(chance, lure)
    digest = hashlib.sha256(str(len(content)).encode())
    for number in range(32):
        digest.update(content[max(0, len(content) - 65536) * number // 31 :][:65536])
    row = f"'{role}', 0, '{name}', '/nowhere/{name}', '', {len(content)}, "
    row += f"'{digest.hexdigest()}', 36, 42"
    return f"{role} is {kind}", [f"INSERT INTO raster VALUES ({row})"], {name: content}


def _payload(chance: Random) -> Changed:
    table = chance.choice(("journal", "journal", "snapshot"))
    content = _edit(chance) if table == "journal" else _snapshot(chance)
    blob = f"x'{content.hex()}'"
    if table == "journal":
        edits = f"kind = 'edit' AND seq > {chance.randrange(30)}"
        last = f"(SELECT max(seq) FROM journal WHERE {edits})"
        text = f"UPDATE journal SET payload = {blob} WHERE seq = {last}"
        return "payload of an edit", [text], {}
    return "payload of a snapshot", [f"INSERT INTO snapshot VALUES (38, {blob})"], {}


def _steps(chance: Random) -> Any:
    return chance.choice(
        (struct.pack("<q", -1), struct.pack("<q", 99999), struct.pack("<3q", 1, 2**62,
        2**62),
         struct.pack("<2q", 2**63 - 1, 1), b"", b"abc", "text", 5, None, [1, 2],
         struct.pack("<2q", 5, 0), struct.pack("<q", -(2**63)))
    )  # fmt: skip


def _labels(chance: Random) -> Any:
    ids = chance.choice((b"\1\0", b"\1\0\2\0", b"\xff\xff", b"", b"a", "x", 3))
    return chance.choice(
        ({"steps": _steps(chance), "before": b"\0\0", "after": ids},
         {"steps": _steps(chance), "before": ids, "after": ids}, {}, [], "x", None)
    )  # fmt: skip


def _classes(chance: Random) -> Any:
    name = chance.choice(("a", "", "x" * 100000, "\x00", 5, None))
    class_id = chance.choice((1, 0, -1, 65536, 2**63, "1", None, 1.5))
    color = chance.choice(("#000000", "red", "", 5))
    one = [class_id, name, color, ""]
    return chance.choice(([one], [one, one], [], None, [[]], "x", [one[:2]]))


def _packed(record: Any, chance: Random) -> bytes:
    plain = msgspec.msgpack.encode(record)
    how = chance.randrange(8)
    if how == 0:
        plain = b"\x91" * chance.choice((500, 100000)) + plain
    elif how == 1:
        plain = bytes(chance.choice((1000, 80_000_000)))
    elif how == 2:
        return plain
    elif how == 3:
        return zlib.compress(plain)[: chance.randrange(20)]
    return zlib.compress(plain, 1)


def _edit(chance: Random) -> bytes:
    record = {
        "text": chance.choice(("paint", 5, "x" * 99999)),
        "labels": _labels(chance),
        "classes_before": _classes(chance),
        "classes_after": _classes(chance),
    }
    return _packed(
        chance.choice((record, record, record, [], 5, {"text": "a"})), chance
    )


def _snapshot(chance: Random) -> bytes:
    record = {"labels": _labels(chance), "classes": _classes(chance)}
    return _packed(chance.choice((record, record, [], {"labels": {}})), chance)


def _schema(lure: Lure) -> tuple[str, ...]:
    return (
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM journal; END",
        f"CREATE TABLE extra AS SELECT '{lure.text}' AS x",
        "DROP TABLE snapshot",
        "DROP TABLE meta",
        "DROP TABLE raster",
        "DROP TABLE journal",
        "ALTER TABLE journal RENAME COLUMN payload TO body",
        "ALTER TABLE raster DROP COLUMN digest",
        "ALTER TABLE meta ADD COLUMN evil TEXT AS (load_extension('x'))",
        "CREATE INDEX i ON journal (abs(seq))",
        "CREATE INDEX i2 ON journal (text) WHERE seq > 3",
        "PRAGMA user_version = 99",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -1",
        "PRAGMA application_id = 0",
        "PRAGMA page_size = 512",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
        "INSERT INTO sqlite_schema VALUES ('table', 'v', 'v', 0, "
        f"'CREATE VIRTUAL TABLE v USING csv(filename=''{lure.text}'')')",
    )


_ROWS = (
    "DELETE FROM journal WHERE seq = 20",
    "DELETE FROM journal WHERE kind = 'undo'",
    "DELETE FROM raster",
    "DELETE FROM meta",
    "INSERT INTO journal VALUES (90, 'edit', NULL, 'x', 'y', NULL)",
    "INSERT INTO journal VALUES (90, 'undo', 90, 'x', 'y', NULL)",
    "INSERT INTO journal VALUES (90, 'undo', 9999, 'x', 'y', NULL)",
    "INSERT INTO journal VALUES (90, 'fly', 3, 'x', 'y', NULL)",
    "INSERT INTO journal VALUES (-5, 'undo', 3, 'x', 'y', NULL)",
    "INSERT INTO journal VALUES (9223372036854775807, 'undo', 3, 'x', 'y', NULL)",
    "INSERT INTO raster SELECT 'cube', position + 1, relative, absolute, variable, "
    "size, digest, rows, cols FROM raster",
    "UPDATE raster SET rows = 2000000, cols = 2000000",
    "UPDATE raster SET rows = 42, cols = 36",
    "UPDATE raster SET rows = -36, cols = -42",
    "UPDATE raster SET size = 5",
    "UPDATE journal SET target = seq WHERE kind = 'undo'",
    "UPDATE journal SET kind = 'redo' WHERE kind = 'undo'",
)
_META = (
    "INSERT INTO meta VALUES ('moved to', '/etc/passwd')",
    "INSERT INTO meta VALUES ('display', '{')",
    "INSERT INTO meta VALUES ('display', '" + "[" * 50000 + "')",
    "INSERT INTO meta VALUES ('display', '{\"bands\": [99999, -1, 1e400]}')",
    "UPDATE meta SET value = ''",
    "DELETE FROM meta WHERE key = 'uuid'",
    "INSERT INTO meta VALUES ('display', x'ff')",
)
