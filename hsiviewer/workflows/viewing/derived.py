"""Pictures that are computed from several bands: components and indices."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.components import (
    Components,
    minimum_noise_fraction,
    normalized_difference,
    principal_components,
    ratio,
)
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.computed_source import ComputedSource
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.language.facts import BY_ID

_SAMPLE_SIDE = 160  # pixels along the longer side that components are found by
_PAIR = re.compile(r"(ratio|difference) (\d+) (\d+)")


@dataclass(frozen=True)
class DerivedView:
    """A picture that is computed.

    Parameters
    ----------
    id : str
        Stable name for scripts.
    title : str
        What users call it.
    purpose : str
        What it makes visible, with its source.
    kind : str
        ``"difference"`` or ``"ratio"`` of two bands; ``"pca"``, ``"mnf"``.
    wavelengths_nm : tuple of float
        The two bands, for the first two kinds.
    bands : tuple of int
        The two bands, where users have chosen them.
    """

    id: str
    title: str
    purpose: str
    kind: str
    wavelengths_nm: tuple[float, ...] = ()
    bands: tuple[int, ...] = ()


DERIVED_VIEWS = (
    DerivedView("pca", "Principal components",
                "the three directions in which spectra vary most", "pca"),
    DerivedView("mnf", "Minimum noise fraction",
                "the three directions with the least noise (Green 1988)", "mnf"),
    DerivedView("ndvi", "Vegetation index (NDVI)",
                "living vegetation bright (Rouse 1974)", "difference",
                BY_ID["ndvi"].centres_nm),
    DerivedView("ndwi", "Water index (NDWI)",
                "open water bright (McFeeters 1996)", "difference",
                BY_ID["ndwi"].centres_nm),
    DerivedView("ndmi", "Moisture index (NDMI)",
                "moist leaves and soil bright (Gao 1996)", "difference",
                BY_ID["ndmi"].centres_nm),
    DerivedView("nbr", "Burn ratio (NBR)",
                "burnt land dark (Key and Benson 2006)", "difference",
                BY_ID["nbr"].centres_nm),
    DerivedView("clay", "Clay ratio",
                "clays and micas bright, by Al-OH near 2200 nm", "ratio",
                BY_ID["swir_fall"].centres_nm),
    DerivedView("iron", "Iron oxide ratio",
                "rust and red soil bright", "ratio",
                BY_ID["redness"].centres_nm),
)  # fmt: skip


def available_views(bands: BandAxis) -> tuple[DerivedView, ...]:
    """Return the views that the bands of a cube allow."""
    found = []
    for derived_view in DERIVED_VIEWS:
        if derived_view.kind in ("pca", "mnf"):
            fits = bands.good_bands.size > 3
        else:
            fits = all(bands.covers(nm) for nm in derived_view.wavelengths_nm)
        if fits:
            found.append(derived_view)
    return tuple(found)


def pair_id(kind: str, first: int, second: int) -> str:
    """Return the id of a view of any two bands.

    Parameters
    ----------
    kind : str
        ``"difference"`` (normalised) or ``"ratio"``.
    first, second : int
        Bands, counted from 0.
    """
    return f"{kind} {first} {second}"


def find_view(bands: BandAxis, view_id: str) -> DerivedView | None:
    """Return the view of an id, if the bands of a cube allow it."""
    for view in available_views(bands):
        if view.id == view_id:
            return view
    if found := _PAIR.fullmatch(view_id):
        kind, pair = found[1], (int(found[2]), int(found[3]))
        if max(pair) < bands.count:
            a, b = (bands.label(band) for band in pair)
            title = f"{a} / {b}" if kind == "ratio" else f"({a} - {b}) / ({a} + {b})"
            return DerivedView(view_id, "Band ratio", title, kind, bands=pair)
    return None


def derive(cube: HsiCube, view_id: str) -> HsiCube:
    """Return a cube of one or three computed bands over a scene.

    Components are found from a decimated sample; values are computed where
    and when they are drawn.

    Raises
    ------
    HsiViewerError
        If there is no such view for the cube, or too few pixels have values.
    """
    view = find_view(cube.bands, view_id)
    if view is None:
        raise HsiViewerError(f"{cube.name} cannot be shown as {view_id!r}")
    if view.kind in ("pca", "mnf"):
        good = cube.bands.good_bands.tolist()
        components = _components(cube, good, view.kind)
        source = ComputedSource(cube, good, 3, components.apply)
    else:
        pair = [cube.bands.nearest(nm) for nm in view.wavelengths_nm] or view.bands
        formula = ratio if view.kind == "ratio" else normalized_difference

        def compute(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            return formula(values[0], values[1])[None]

        source = ComputedSource(cube, pair, 1, compute)
    return HsiCube(source, BandAxis(source.shape[0]), cube.georeference, path=cube.path)


def _components(cube: HsiCube, bands: list[int], kind: str) -> Components:
    step = max(1, max(cube.grid_shape) // _SAMPLE_SIDE)
    sample = cube.read(bands, step=step)
    spectra = sample.reshape(len(bands), -1).T
    try:
        if kind == "pca":
            return principal_components(spectra, count=3)
        return minimum_noise_fraction(spectra, _neighbours(cube, bands), count=3)
    except ValueError as error:
        raise HsiViewerError(
            f"{cube.name} cannot be reduced to components: {error}"
        ) from error


def _neighbours(cube: HsiCube, bands: list[int]) -> npt.NDArray[np.float32]:
    """Return differences of neighbouring pixels of rows spread over a scene."""
    rows, _ = cube.grid_shape
    chosen = np.unique(np.linspace(0, rows - 1, min(rows, 64)).astype(int))
    parts = []
    for row in chosen.tolist():
        window = PixelWindow(row, 0, 1, cube.grid_shape[1])
        line = cube.read(bands, window)[:, 0]
        parts.append(np.diff(line, axis=1).T)
    return np.concatenate(parts)
