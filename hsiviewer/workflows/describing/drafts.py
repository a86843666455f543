"""Drafts of class descriptions: from the labels of a scene, and from a library."""

import tomllib
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.analysis.class_traits import ClassTraits, class_traits, known_mean
from hsiviewer.core import paths
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.learning.text.templates import TEMPLATES

_SAMPLE_SIDE = 200  # pixels along the longer side that the scene is judged by
_MOST_LABELS = 400
_PROMPTS = {
    "p1": "DiffCLIP",
    "p2": "DiffCLIP",
    "p3": "DiffCLIP",
    "p4": "DiffCLIP",
    "field": "curated prompts",
}
_RELIEF = 41  # pixels; as in the learning methods
Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class LibraryEntry:
    """A description of a common class.

    Parameters
    ----------
    name, family, text : str
        Class, group of classes, and description.
    source : str
        Where its spectral facts come from; see the file's head.
    """

    name: str
    family: str
    text: str
    source: str


def description_library() -> tuple[LibraryEntry, ...]:
    """Return the descriptions that come with the program."""
    file = paths.resources() / "descriptions" / "library.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["class"]
    return tuple(LibraryEntry(**entry) for entry in entries)


def prompt_templates(name: str) -> tuple[LibraryEntry, ...]:
    """Return the papers' prompts and one for each family, filled in for a class."""
    published = [
        LibraryEntry(f"Prompt {key}", "prompt", text.format(name=name), _PROMPTS[key])
        for key, text in TEMPLATES.items()
        if key in _PROMPTS
    ]
    file = paths.resources() / "descriptions" / "prompts.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["prompt"]
    own = [
        LibraryEntry(
            f"Prompt for {entry['family']}",
            "prompt",
            entry["text"].format(name=name),
            "hsiviewer",
        )
        for entry in entries
    ]
    return (*published, *own)


def describe_classes(
    cube: HsiCube, labels: Ids, auxiliary: tuple[HsiCube, ...] = ()
) -> dict[int, ClassTraits]:
    """Return the traits of every class that has labels; reads the scene.

    Parameters
    ----------
    labels : ndarray of uint16, shape (rows, cols)
        Class ids, 0 elsewhere.
    auxiliary : tuple of HsiCube
        Rasters on the scene's grid; heights are taken from the first band.

    Raises
    ------
    HsiViewerError
        If no class has labels.
    """
    class_ids = [int(class_id) for class_id in np.unique(labels) if class_id]
    if not class_ids:
        raise HsiViewerError("no class has labels to describe; label some pixels first")
    step = max(1, max(cube.grid_shape) // _SAMPLE_SIDE)
    sample = cube.read(step=step)
    scene = sample.reshape(sample.shape[0], -1).T
    scene = scene[np.isfinite(scene).any(axis=1)]
    change = _change(known_mean(sample[cube.bands.good_bands], axis=0))
    reliefs = {raster.name: _relief(raster) for raster in auxiliary}
    usual = float(np.nanmedian(change))
    found = {}
    for class_id in class_ids:
        rows, cols = _some(labels, class_id)
        spectra = cube.read_spectra(rows, cols)
        if not np.isfinite(spectra).any():
            continue
        own = np.nanmedian(
            change[_at(rows, step, change, 0), _at(cols, step, change, 1)]
        )
        traits = class_traits(
            spectra, cube.bands, scene, roughness=float(own / max(usual, 1e-12))
        )
        heights = {
            name: float(np.nanmedian(values[rows, cols]))
            for name, values in reliefs.items()
        }
        found[class_id] = replace(traits, heights=heights)
    return found


def _some(
    labels: Ids, class_id: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    own = np.flatnonzero(labels == class_id)
    if own.size > _MOST_LABELS:
        own = np.sort(np.random.default_rng(0).choice(own, _MOST_LABELS, replace=False))
    rows, cols = np.divmod(own, labels.shape[1])
    return rows, cols


def _at(
    places: npt.NDArray[np.intp], step: int, change: npt.NDArray[np.floating], axis: int
) -> npt.NDArray[np.intp]:
    found: npt.NDArray[np.intp] = np.minimum(places // step, change.shape[axis] - 1)
    return found


def _change(brightness: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return how much pixels differ from their neighbours."""
    known = np.isfinite(brightness)
    filled = np.where(known, brightness, np.nanmedian(brightness))
    mean = ndimage.uniform_filter(filled, 3)
    square = ndimage.uniform_filter(filled**2, 3)
    spread = np.sqrt(np.maximum(square - mean**2, 0))
    return np.where(known, spread, np.nan)


def _relief(raster: HsiCube) -> npt.NDArray[np.floating]:
    """Return heights above the ground around."""
    values = raster.read([0])[0]
    filled = np.where(np.isfinite(values), values, np.nanmedian(values))
    relief: npt.NDArray[np.floating] = ndimage.white_tophat(filled, (_RELIEF, _RELIEF))
    return relief
