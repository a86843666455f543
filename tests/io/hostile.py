"""Files that try to make the program read another file or ask a server.

Each function writes the files for one kind of reader into a folder and returns
what a user would name, relative to it. What they point at lies in ``secret/``
there, and on a server.
"""

import json
import os
import sqlite3
import zipfile

import h5py
import numpy as np
import shapely

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import write_labels
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference
from tests.builders import UTM33, make_values

WORD = "swordfish"  # stands in every secret, and must be in no answer
SHAPE = (6, 7)


def write_secrets(folder):
    """Write what nobody may read, and an honest scene of the same place."""
    secret = folder / "secret"
    secret.mkdir()
    (secret / "word.txt").write_text(f"{WORD}\n")
    (secret / "grid.gsb").write_bytes(WORD.encode() * 100)
    (secret / "place.prj").write_text(UTM33.crs_wkt)
    labels = LabelMap(np.full(SHAPE, 5, np.uint16))
    scheme = ClassScheme((LandCoverClass(5, WORD, "#123456"),))
    for suffix in (".geojson", ".gpkg", ".tif"):
        write_labels(secret / f"labels{suffix}", labels, scheme, UTM33)
    write_geotiff(folder / "scene.tif", make_values(), georeference=UTM33)


def virtual_raster(source):
    """Return the text of a VRT of 7 columns, 6 rows and one band of a raster."""
    return f"""<VRTDataset rasterXSize="7" rasterYSize="6">
<VRTRasterBand dataType="Int16" band="1"><SimpleSource>
<SourceFilename relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand>
</SimpleSource></VRTRasterBand></VRTDataset>"""


def label_files(folder, address):
    """Write vector and raster labels, their style and PAM files."""
    secret = folder / "secret"
    texts = {
        "linked.geojson": _geojson({"type": "link", "properties": {"href": address}}),
        "named.geojson": _geojson({"type": "name", "properties": {"name": address}}),
        "near.geojson": _geojson(
            {"type": "name", "properties": {"name": str(secret / "place.prj")}}
        ),
        "virtual.geojson": virtual_raster(secret / "labels.tif"),
        "virtual.shp": virtual_raster(secret / "labels.tif"),
        "virtual.gpkg": virtual_raster(secret / "labels.tif"),
    }
    steps = {
        "read": f"vector pipeline ! read {secret / 'labels.geojson'}",
        "polygonize": f"raster polygonize {secret / 'labels.tif'}",
        "text": f"vector pipeline ! read {secret / 'word.txt'}",
        "server": f"vector pipeline ! read /vsicurl/{address}/x.geojson",
        "plain_server": f"vector pipeline ! read {address}/x.geojson",
    }
    for name, step in steps.items():
        command = f"gdal {step} ! write streamed_dataset"
        texts[f"run_{name}.geojson"] = json.dumps(
            {"type": "gdal_streamed_alg", "command_line": command}
        )
    for name, text in texts.items():
        (folder / name).write_text(text)
    names = [*texts, *_odd_names(folder, address), *_odd_systems(folder, address)]
    return [*names, *_odd_databases(folder), *_odd_rasters(folder, address)]


def scene_files(folder, address):
    """Write scenes; auxiliary rasters are the same."""
    word = folder / "secret" / "labels.tif"
    (folder / "virtual.tif").write_text(virtual_raster(word))
    (folder / "distant.tif").write_text(virtual_raster(f"/vsicurl/{address}/x.tif"))
    write_envi(
        folder / "leading.hdr", make_values(), bands=BandAxis(5), georeference=UTM33
    )
    header = folder / "leading.hdr"
    lines = header.read_text().splitlines()
    kept = [line for line in lines if not line.startswith("coordinate system")]
    kept += [f"coordinate system string = {{{bound_system(address)}}}"]
    kept += [f"data file = {word}", f"file name = {word}"]
    header.write_text("\n".join(kept) + "\n")
    names = ["virtual.tif", "distant.tif", "leading.hdr", f"/vsicurl/{address}/x.tif"]
    for name in _odd_paths(folder, address, ".tif"):
        write_geotiff(folder / name, make_values(bands=1), georeference=UTM33)
        names.append(name)
    names += [f"WMS:{address}", f"GTIFF_DIR:1:{word}", f"zip:{word}"]
    names += [*_odd_hdf5(folder), *_odd_products(folder, address)]
    return [*names, *_odd_rasters(folder, address)]


def projects(folder, address):
    """Write projects of the honest scene that name hostile files."""
    label_files(folder, address)
    scene = SceneReference.of_file(folder / "scene.tif", "", SHAPE, folder / "p")
    names = ("run_read.geojson", "run_server.geojson", "linked.geojson", "pam.tif")
    for name in names:
        path = folder / f"{name}.hsiproj"
        bad = SceneReference.of_file(folder / name, "", SHAPE, path)
        store = ProjectStore.create(
            path, {"cube": [scene], "reference": [bad], "auxiliary": [bad]}
        )
        store.close()
    return [f"{name}.hsiproj" for name in names]


def class_files(folder, address):
    """Write class files."""
    path = folder / "classes.toml"
    word = folder / "secret" / "word.txt"
    path.write_text(
        f'include = "{word}"\n[[class]]\nid = 1\nname = "file://{word}"\n'
        f'color = "#112233"\ndescription = "{address}"\n'
    )
    return [path.name]


def libraries(folder, address):
    """Write spectral libraries."""
    (folder / "l.csv").write_text(f"wavelength,{address}\n400,1\n500,2\n")
    (folder / "v.sli").write_text(virtual_raster(folder / "secret" / "labels.tif"))
    (folder / "v.hdr").write_text("ENVI\nfile type = ENVI Spectral Library\n")
    return ["l.csv", "v.sli", "v.hdr"]


def styles(folder, address):
    """Write PAM files with what XML can refer to."""
    return _odd_rasters(folder, address)


def models(folder, address):
    """Write the records of saved models."""
    (folder / "model").mkdir()
    (folder / "model" / "model.json").write_text(
        json.dumps({"text_encoder": address, "auto_map": str(folder / "secret")})
    )
    return ["model"]


def object_tables(folder, address):
    """Write tables of objects."""
    word = folder / "secret" / "word.txt"
    (folder / "t.csv").write_text(f"file,label\n{word},a\n{address},b\n")
    return ["t.csv"]


def bound_system(file):
    """Return a CRS whose shift to WGS 84 is a grid in a file."""
    return (
        'PROJCS["x",GEOGCS["x",DATUM["x",SPHEROID["x",6377397.155,299.1528128],'
        f'EXTENSION["PROJ4_GRIDS","{file}"]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],'
        'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],'
        'PARAMETER["false_northing",0],UNIT["metre",1]]'
    )


def _geojson(crs):
    x, y = UTM33.map_xy(1, 1)
    point = {"type": "Point", "coordinates": [x, y]}
    feature = {"type": "Feature", "properties": {"class_id": 3}, "geometry": point}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]})


def _odd_names(folder, address):
    """Write honest files below names that libraries take for addresses."""
    names = _odd_paths(folder, address, ".geojson")
    for name in names:
        (folder / name).write_text(_geojson(None))
    absent = [f"{address}/x.geojson", f"/vsicurl/{address}/x.geojson"]
    return [*names, *absent, f"WFS:{address}", f"GeoJSON:{address}/x.geojson"]


def _odd_paths(folder, address, suffix):
    """Make folders that look like addresses, and return names in them."""
    host = address.removeprefix("http://")
    if os.name == "nt":  # Windows allows no such names
        return []
    folders = [
        f"http:/{host}",
        "zip:",
        "x.zip!",
        "GTIFF_DIR:1:",
        "zip+http:",
        "a;b?c&d",
    ]
    for name in folders:
        (folder / name).mkdir(parents=True, exist_ok=True)
    return [f"{name}/x{suffix}" for name in folders]


def _odd_systems(folder, address):
    """Write shapefiles whose .prj names a grid."""
    labels = LabelMap(np.full(SHAPE, 3, np.uint16))
    files = {"near": folder / "secret" / "grid.gsb", "distant": f"{address}/g.tif"}
    for name, file in files.items():
        path = folder / f"{name}.shp"
        write_labels(path, labels, ClassScheme.from_ids([3]), UTM33)
        path.with_suffix(".prj").write_text(bound_system(file))
    return [f"{name}.shp" for name in files]


def _odd_databases(folder):
    """Write GeoPackages that ask more of SQLite than rows of a table."""
    labels = LabelMap(np.full(SHAPE, 3, np.uint16))
    secret = folder / "secret" / "labels.gpkg"
    statements = {
        "view": [
            "CREATE VIEW v AS SELECT fid, geom, class_id, readfile('x') AS name "
            "FROM view"
        ],
        "virtual": [
            f"CREATE VIRTUAL TABLE v USING fts5(geom, class_id, '{secret}')",
        ],
    }
    for name, added in statements.items():
        path = folder / f"{name}.gpkg"
        write_labels(path, labels, ClassScheme.from_ids([3]), UTM33)
        with sqlite3.connect(path) as connection:
            for statement in added:
                try:
                    connection.execute(statement)
                except sqlite3.OperationalError:  # this SQLite has no such module
                    continue
            connection.execute(
                "UPDATE gpkg_geometry_columns SET table_name = 'v', "
                "column_name = 'geom'"
            )
        connection.close()
    return [f"{name}.gpkg" for name in statements]


def _odd_rasters(folder, address):
    """Write rasters with companions that name other files."""
    secret = folder / "secret"
    declaration = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret / "word.txt"}">]>'
    category = '<PAMRasterBand band="1"><CategoryNames><Category>0</Category>'
    entity = f"{category}<Category>&e;</Category></CategoryNames></PAMRasterBand>"
    pam = {
        "pam.tif": _overviews(secret / "labels.tif"),
        "distant_pam.tif": _overviews(f"/vsicurl/{address}/x.tif"),
        "entity.tif": f"{declaration}<PAMDataset>{entity}</PAMDataset>",
        "remote.tif": f'<!DOCTYPE a SYSTEM "{address}/a.dtd"><PAMDataset/>',
        "inner.tif": virtual_raster(secret / "labels.tif"),
        "system.tif": f"<PAMDataset><SRS>{bound_system(secret)}</SRS></PAMDataset>",
    }
    for name, text in pam.items():
        write_geotiff(folder / name, make_values(bands=1), georeference=UTM33)
        (folder / f"{name}.aux.xml").write_text(text)
        for suffix in (".ovr", ".msk"):
            (folder / f"{name}{suffix}").write_text(
                virtual_raster(secret / "labels.tif")
            )
    return list(pam)


def _odd_hdf5(folder):
    """Write HDF5 files whose values are in another file."""
    secret = folder / "secret" / "cube.h5"
    raw = folder / "secret" / "word.txt"
    with h5py.File(secret, "w") as file:
        file["cube"] = make_values()
    for name in ("link", "root", "virtual", "raw"):
        with h5py.File(folder / f"{name}.h5", "w") as file:
            if name == "link":
                file["cube"] = h5py.ExternalLink(str(secret), "cube")
            elif name == "root":
                file["out"] = h5py.ExternalLink(str(secret), "/")
                file["cube"] = h5py.SoftLink("/out/cube")
            elif name == "virtual":
                layout = h5py.VirtualLayout((5, 6, 7), "i2")
                layout[:] = h5py.VirtualSource(str(secret), "cube", (5, 6, 7))
                file.create_virtual_dataset("cube", layout)
            else:
                place = [(str(raw), 0, 420)]
                file.create_dataset("cube", (5, 6, 7), "i2", external=place)
    names = [f"{name}.h5" for name in ("link", "root", "virtual", "raw")]
    return [*names, "link.h5:cube", "root.h5:cube", "root.h5:out/cube"]


def _odd_products(folder, address):
    """Write metadata that name other files."""
    word = folder / "secret" / "word.txt"
    entity = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{word}">]>'
    (folder / "label.xml").write_text(
        "<Product_Observational><File_Area_Observational><File><file_name>"
        f"{word}</file_name></File><Array_3D_Image/></File_Area_Observational>"
        "</Product_Observational>"
    )
    (folder / "P-METADATA.XML").write_text(f"{entity}<level_X>&e;</level_X>")
    (folder / "E_MTL_L1T.TXT").write_text(
        f'SENSOR_ID = "HYPERION"\nBAND1_FILE_NAME = "{word}"\n'
    )
    write_geotiff(folder / "P-SPECTRAL_IMAGE.TIF", make_values(), georeference=UTM33)
    write_geotiff(folder / "item.tif", make_values(), georeference=UTM33)
    href = {"href": f"{address}/x.tif", "eo:bands": [{"center_wavelength": 1}] * 5}
    item = {"stac_version": "1.0.0", "assets": {"a": href, "b": {"href": str(word)}}}
    (folder / "item.json").write_text(json.dumps(item))
    with zipfile.ZipFile(folder / "p.zip", "w") as archive:
        archive.writestr("../secret/P-METADATA.XML", f"{entity}<level_X>&e;</level_X>")
        archive.write(
            folder / "secret" / "labels.tif", "../secret/P-SPECTRAL_IMAGE.TIF"
        )
    names = ["label.xml", "P-METADATA.XML", "P-SPECTRAL_IMAGE.TIF", "E_MTL_L1T.TXT"]
    return [*names, "item.tif", "p.zip"]


def _overviews(file):
    return (
        '<PAMDataset><Metadata domain="OVERVIEWS">'
        f'<MDI key="OVERVIEW_FILE">{file}</MDI></Metadata></PAMDataset>'
    )


def nested_collection(depth):
    """Return the well-known binary of collections in collections."""
    inner = shapely.to_wkb(shapely.from_wkt("GEOMETRYCOLLECTION EMPTY"))
    return b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * depth + inner
