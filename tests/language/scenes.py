"""A scene of pixels that the concepts draw, written as users have them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import write_labels
from hsiviewer.language.prototypes import drawn_pixels
from tests.builders import UTM33

NM = np.linspace(420.0, 2450.0, 80)
BANDS = BandAxis(NM.size, NM)
STRIPES = ("clear_water", "lawn", "conifer", "tile_roof", "loam")
SCHEME = ClassScheme(
    (
        LandCoverClass(1, "water", "#0072b2"),
        LandCoverClass(2, "grass", "#009e73", "Mown lawns in parks."),
        LandCoverClass(3, "tree", "#004020", "Conifers, dark green."),
        LandCoverClass(4, "roof", "#d55e00", "Red clay tiles."),
        LandCoverClass(5, "soil", "#8b5a2b", "Bare soil without vegetation."),
    )
)


@dataclass(frozen=True)
class WordFiles:
    scene: Path
    reference: Path
    classes: Path
    surface: Path


def write_word_scene(folder: Path, *, rows: int = 20, width: int = 8) -> WordFiles:
    """Write five vertical stripes of five covers, with roofs and trees standing out."""
    folder.mkdir(parents=True, exist_ok=True)
    pixels = drawn_pixels(BANDS, list(range(NM.size)), pixel_m=1.0, seed=11)
    generator = np.random.default_rng(0)
    cols = width * len(STRIPES)
    values = np.empty((NM.size, rows, cols), np.float32)
    reference = np.repeat(np.arange(1, 6, dtype=np.uint16), width)
    reference = np.broadcast_to(reference, (rows, cols)).copy()
    for number, name in enumerate(STRIPES, start=1):
        drawn = pixels[name][generator.integers(len(pixels[name]), size=rows * width)]
        values[:, reference == number] = drawn.T
    stored = np.clip(np.round(values * 10000), 0, 20000).astype(np.int16)
    stored[:, 0, 0] = -9999
    files = WordFiles(
        folder / "scene.hdr",
        folder / "reference.tif",
        folder / "classes.toml",
        folder / "surface.tif",
    )
    write_envi(
        files.scene,
        stored,
        bands=BANDS,
        georeference=UTM33,
        nodata=-9999,
        scale=10000.0,
    )
    write_labels(files.reference, LabelMap(reference), SCHEME, UTM33)
    write_classes(files.classes, SCHEME)
    height = np.where(reference == 4, 8.0, np.where(reference == 3, 12.0, 0.0))
    write_geotiff(files.surface, height[None].astype(np.float32), georeference=UTM33)
    return files
