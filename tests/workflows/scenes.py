"""A scene whose classes any method can tell apart, written as users have them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.protocol import sample_shots
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import write_labels
from tests.builders import UTM33

SCHEME = ClassScheme(
    (
        LandCoverClass(2, "water", "#0072b2", "Open water, dark in all bands."),
        LandCoverClass(5, "meadow", "#009e73", "Green grass with a red edge."),
        LandCoverClass(9, "roof", "#d55e00", "Bright tiles, flat spectrum."),
    )
)


@dataclass(frozen=True)
class SceneFiles:
    scene: Path
    labels: Path
    reference: Path
    classes: Path
    surface: Path


def write_scene(folder: Path, *, shots=6, bands=12, rows=24, cols=30) -> SceneFiles:
    """Write three vertical stripes of three materials, with noise."""
    folder.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(0)
    reference = np.repeat([2, 5, 9], cols // 3)[None, :].repeat(rows, axis=0)
    axis = np.linspace(0, 1, bands)
    spectra = {
        2: 300 * (1 - axis) + 100,
        5: 300 + 3500 * (axis > 0.5),
        9: 2500 + 0 * axis,
    }
    values = np.zeros((bands, rows, cols))
    for class_id, spectrum in spectra.items():
        values[:, reference == class_id] = spectrum[:, None]
    values += generator.normal(0, 120, values.shape)
    values[:, 0, 0] = -9999
    wavelengths = BandAxis(bands, np.linspace(450.0, 1000.0, bands))
    files = SceneFiles(
        scene=folder / "scene.hdr",
        labels=folder / "labels.tif",
        reference=folder / "reference.tif",
        classes=folder / "classes.toml",
        surface=folder / "surface.tif",
    )
    write_envi(
        files.scene,
        values.astype(np.int16),
        bands=wavelengths,
        georeference=UTM33,
        nodata=-9999,
        scale=10000.0,
    )
    reference = reference.astype(np.uint16)
    labels = sample_shots(reference, shots=shots, seed=0)
    labels[0, 0] = 0
    write_labels(files.labels, LabelMap(labels), SCHEME, UTM33)
    write_labels(files.reference, LabelMap(reference), SCHEME, UTM33)
    write_classes(files.classes, SCHEME)
    height = (reference == 9) * 6.0 + generator.normal(0, 0.2, reference.shape)
    write_geotiff(files.surface, height[None].astype(np.float32), georeference=UTM33)
    return files


def write_object(file: Path, material: int, *, bands=12, side=8) -> Path:
    """Write a small cube of one material, with noise."""
    axis = np.linspace(0, 1, bands)
    spectrum = 300 + 3500 * (axis > 0.5) if material == 5 else 300 * (1 - axis) + 100
    noise = np.random.default_rng(material).normal(0, 60, (bands, side, side))
    values = (spectrum[:, None, None] + noise).astype(np.int16)
    wavelengths = BandAxis(bands, np.linspace(450.0, 1000.0, bands))
    write_envi(file, values, bands=wavelengths, georeference=UTM33)
    return file
