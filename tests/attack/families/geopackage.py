"""GeoPackage labels: bytes, pages, and tables that should not be there."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

from tests.attack import payloads, scenes
from tests.attack.families.label_rasters import open_labels
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, number_bytes

_FILE = "labels.gpkg"
_ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS fid, i AS class_id, NULL AS geom FROM n"
)


def prepare(folder: Path) -> None:
    """Write labels."""
    scenes.write_labels_only(folder / "labels", _FILE, (".gpkg",))


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return _FILE


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage bytes, pages, or say something else in SQL."""
    data = originals[name][_FILE]
    pipes: tuple[str, ...] = ()
    part = chance.random()
    if part < 0.35:
        kind, data = mutate_bytes(data, chance)
    elif part < 0.6:
        kind, data = mutate_pages(data, chance)
    elif part < 0.95:
        kind, data = _with_sql(data, chance, lure)
    elif part < 0.98:
        kind, payload = payloads.virtual_vector(chance, lure)
        data = b"SQLite format 3\0"[: chance.choice((0, 16))] + payload
    else:
        kind, pipes = "pipe", (_FILE,)
    return Mutant(kind, name, {_FILE: data}, _FILE, pipes)


def mutate_pages(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Return what was done to the pages of a database, and the file."""
    size = int.from_bytes(data[16:18], "big") or 4096
    size = 65536 if size == 1 else size
    count = max(1, len(data) // size)
    page, other = chance.randrange(count), chance.randrange(count)
    at = size * page
    kind = chance.choice(
        ("copied", "emptied", "swapped", "page head", "file head", "cells")
    )
    if kind == "copied":
        return "page copied", data[:at] + data[size * other :][:size] + data[
            at + size :
        ]
    if kind == "emptied":
        return "page emptied", data[:at] + bytes(size) + data[at + size :]
    if kind == "swapped":
        changed = bytearray(data)
        changed[at : at + size] = data[size * other :][:size]
        changed[size * other : size * (other + 1)] = data[at:][:size]
        return "pages swapped", bytes(changed)
    if kind == "file head":
        at = chance.randrange(16, 100)
    elif kind == "page head":
        at += (100 if page == 0 else 0) + chance.randrange(12)
    else:
        at += (100 if page == 0 else 0) + 8 + 2 * chance.randrange(20)
    new = number_bytes(chance, chance.choice((1, 2, 4)), "big")
    return kind, data[:at] + new + data[at + len(new) :]


def changed_by_sql(data: bytes, statements: list[str]) -> bytes:
    """Return a database after statements; those that cannot be done are left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "base.db")
        path.write_bytes(data)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("PRAGMA trusted_schema = ON")
            for each in statements:
                try:
                    connection.execute(each)
                except sqlite3.Error:
                    continue
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


def _with_sql(data: bytes, chance: Random, lure: Lure) -> tuple[str, bytes]:
    kinds = _statements(lure, chance)
    kind = chance.choice(tuple(kinds))
    layer = layer_of(data)
    return kind, changed_by_sql(
        data, [each.replace("LAYER", layer) for each in kinds[kind]]
    )


def layer_of(data: bytes) -> str:
    """Return the quoted name of the table with the labels."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "base.db")
        path.write_bytes(data)
        with closing(sqlite3.connect(path)) as connection:
            (name,) = connection.execute(
                "SELECT table_name FROM gpkg_contents"
            ).fetchone()
    return f'"{name}"'


def _statements(lure: Lure, chance: Random) -> dict[str, list[str]]:
    register = (
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
        "VALUES ('{0}', '{1}', '{0}', 32633)"
    )
    geometry = (
        "INSERT INTO gpkg_geometry_columns "
        "VALUES ('{0}', 'geom', 'GEOMETRY', 32633, 0, 0)"
    )
    columns = chance.choice(
        ("fid INTEGER PRIMARY KEY, note TEXT", "class_id", "x BLOB")
    )
    number = chance.choice(
        ("-1", "'x'", "NULL", "1e308", "99999999999", "x'00ff'", "0.5")
    )
    blob = chance.choice(
        ("x'00'", "x'47500001'", "x'4750000100000000'", "zeroblob(1000000)", "'text'",
        "7",
         "x'" + "4750000100000000" + "0106000000" + "ffffffff'", "NULL", "zeroblob(40)",
         "x'47500001e6100000' || x'0107000000ffffff7f'")
    )  # fmt: skip
    return {
        "attribute table": [f"CREATE TABLE notes ({columns})",
                            "INSERT INTO notes DEFAULT VALUES",
                            register.format("notes", "attributes")],
        "layer_styles": [
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_catalog TEXT, "
            "f_table_name TEXT, styleName TEXT, styleQML TEXT, update_time DATETIME)",
            "INSERT INTO layer_styles (f_table_name, styleQML) "
            "VALUES ('labels', '<qgis/>')",
            register.format("layer_styles", "attributes")],
        "endless view": [f"CREATE VIEW endless AS {_ENDLESS}",
                         register.format("endless", "features"),
                         geometry.format("endless")],
        "many rows": [
            "CREATE TABLE many (fid INTEGER PRIMARY KEY, geom BLOB, class_id INTEGER)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            "300000) INSERT INTO many SELECT i, NULL, 1 FROM n",
            register.format("many", "features"), geometry.format("many")],
        "view of a file": [
            f"CREATE VIEW v AS SELECT 1 AS fid, readfile('{lure.text}') AS class_name, "
            "NULL AS geom", register.format("v", "features"), geometry.format("v")],
        "attach in a trigger": [
            f"CREATE TRIGGER t AFTER INSERT ON gpkg_extensions BEGIN SELECT "
            f"load_extension('{lure.raw}'); END"],
        "virtual table": [
            "INSERT INTO sqlite_schema VALUES ('table', 'v', 'v', 0, "
            f"'CREATE VIRTUAL TABLE v USING VirtualOGR(''{lure.geojson}'')')",
            register.format("v", "features"), geometry.format("v")],
        "class id": [f"UPDATE LAYER SET class_id = {number}"],
        "geometry": [f"UPDATE LAYER SET geom = {blob}"],
        "srs": ["UPDATE gpkg_spatial_ref_sys SET definition = "
                + chance.choice(("'x'", "''", "NULL", f"'file://{lure.text}'",
                                 f"'{lure.url}/x.wkt'", "'PROJCS[\"x\"]'",
                                 "'" + "[" * 9000 + "'"))],
        "contents": ["UPDATE gpkg_contents SET "
                     + chance.choice(("table_name", "data_type", "srs_id", "min_x",
                     "last_change"))
                     + " = " + number],
        "no contents": ["DELETE FROM " + chance.choice(("gpkg_contents",
                        "gpkg_geometry_columns", "gpkg_spatial_ref_sys"))],
        "no table": ["DROP TABLE " + chance.choice(("LAYER", "gpkg_contents",
                     "gpkg_geometry_columns", "gpkg_spatial_ref_sys",
                     "gpkg_ogr_contents"))],
        "related raster": [register.format("tiles", "tiles"),
                           "CREATE TABLE tiles (id INTEGER PRIMARY KEY, z INT)"],
        "odd name": [register.format("a/b\x01' || char(0)", "features"),
                     "ALTER TABLE LAYER RENAME TO \"l'\"\"; --\""],
        "extension": ["CREATE TABLE gpkg_extensions (table_name TEXT, "
                      "column_name TEXT, extension_name TEXT, definition TEXT, "
                      "scope TEXT)",
                      "INSERT INTO gpkg_extensions VALUES (NULL, NULL, "
                      f"'gdal_aspatial', '{lure.url}', 'read-write')"],
        "vtable data source": ["CREATE TABLE gpkg_metadata (id INTEGER, md_scope TEXT, "
                               "md_standard_uri TEXT, mime_type TEXT, metadata TEXT)",
                               "INSERT INTO gpkg_metadata VALUES (1, 'dataset', "
                               f"'{lure.url}', 'text/xml', '<Metadata/>')"],
    }  # fmt: skip


FAMILY = Family(
    "geopackage", "GeoPackage (bytes, pages, SQL)", 450, prepare, mutate, open_labels,
    intact,
)  # fmt: skip
