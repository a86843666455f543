"""GeoTIFF scenes, tag by tag."""

import warnings
from pathlib import Path
from random import Random

import numpy as np
import rasterio
from PIL import Image
from rasterio import Affine
from rasterio.errors import NotGeoreferencedWarning

from tests.attack import payloads, scenes
from tests.attack.families.tiff import mutate_tags, with_text
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes
from tests.attack.reading import judge_zeros, open_scene
from tests.builders import UTM33

_KINDS = {
    "strips": {"dtype": "uint16", "interleave": "pixel", "blockysize": 4},
    "tiles": {"dtype": "uint16", "interleave": "band", "tiled": True, "blockxsize": 16,
              "blockysize": 16, "compress": "deflate", "predictor": 2},
    "lzw": {"dtype": "int16", "interleave": "band", "compress": "lzw", "blockysize": 3},
    "big": {"dtype": "float32", "interleave": "band", "BIGTIFF": "YES"},
    "swapped": {"dtype": "uint16", "interleave": "pixel", "ENDIANNESS": "BIG",
                "compress": "packbits"},
}  # fmt: skip
_METADATA = 42112


def prepare(folder: Path) -> None:
    """Write scenes of five layouts, and of pages."""
    for name, options in _KINDS.items():
        (folder / name).mkdir(parents=True)
        values = scenes.values_of(options["dtype"])
        write_tiff(folder / name / "scene.tif", values, **options)
    for name, compression in (("pages", None), ("packed pages", "tiff_deflate")):
        (folder / name).mkdir(parents=True)
        pages = [Image.fromarray(band) for band in scenes.values_of(np.uint16)]
        pages[0].save(
            folder / name / "scene.tif",
            save_all=True,
            append_images=pages[1:],
            compression=compression,
        )


def write_tiff(path: Path, values: np.ndarray, **options) -> None:
    """Write a GeoTIFF with wavelengths, as GDAL keeps them."""
    count, rows, cols = values.shape
    place = {"crs": UTM33.crs_wkt, "transform": Affine(*UTM33.transform)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="GTiff", count=count, height=rows, width=cols,
            nodata=options.pop("nodata", -9 if options["dtype"] == "int16" else None),
            **place, **options,
        ) as dataset:  # fmt: skip
            dataset.write(values)
            dataset.update_tags(wavelength_units="Nanometers")
            for number in range(count):
                dataset.update_tags(number + 1, wavelength=f"{450 + 100 * number}")
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "scene.tif"


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change a tag, put a payload in, or damage bytes."""
    files = dict(originals[name])
    data = files["scene.tif"]
    part = chance.random()
    if part < 0.55:
        kind, data = mutate_tags(data, chance)
    elif part < 0.62:
        kind, text = payloads.xml(chance, lure)
        data = with_text(data, _METADATA, text)
    elif part < 0.67:
        kind, data = payloads.virtual_raster(chance, lure)
    else:
        other = originals[chance.choice(sorted(originals))]["scene.tif"]
        kind, data = mutate_bytes(data, chance, other=other)
    files["scene.tif"] = data
    if chance.random() < 0.03:
        kind, text = payloads.virtual_raster(chance, lure)
        beside = chance.choice(("scene.tif.aux.xml", "scene.tif.ovr", "scene.tfw",
                                "scene.tif.msk", "scene.IMD"))  # fmt: skip
        files |= {"scene.tif": originals[name]["scene.tif"], beside: text}
        kind = f"{kind} beside"
    return Mutant(kind, name, files, "scene.tif")


FAMILY = Family(
    "geotiff", "GeoTIFF (tag-aware 55 %)", 800, prepare, mutate, open_scene, intact,
    judge_zeros,
)  # fmt: skip
