"""What a file says about its cube, and the cube made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.band_sources import BandsOf, BandSource
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.hdf5.container import ArrayContainer
from hsiviewer.io.hdf5.lookup import LookupSource
from hsiviewer.io.hdf5.source import CubeAxes, dataset_source
from hsiviewer.io.limits import require_sizes
from hsiviewer.io.wavelengths import decide_wavelengths

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

BAND_FIRST = CubeAxes(0, 1, 2)
BAND_LAST = CubeAxes(2, 0, 1)
BAND_BETWEEN = CubeAxes(1, 0, 2)


@dataclass(frozen=True, eq=False)
class Part:
    """A dataset that holds some bands of a cube, or all.

    Parameters
    ----------
    name : str
        Of the dataset.
    axes : CubeAxes
        Which of its axes are which.
    bands : ndarray of int, optional
        Those of its bands that belong to the cube, in the cube's order; all when
        omitted.
    """

    name: str
    axes: CubeAxes
    bands: IntArray | None = None


class Lookup(NamedTuple):
    """A table that places the pixels of a sensor on a map grid.

    Parameters
    ----------
    lines, samples : str
        Names of the datasets with the row and the column of each pixel of the map,
        counted from 1; 0 where there is none.
    """

    lines: str
    samples: str


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the values of a cube are, and what they mean.

    Parameters
    ----------
    parts : sequence of Part
        In the order of the bands.
    wavelengths, fwhm : sequence of float, optional
        One per band.
    units : str, optional
        Of the wavelengths, as the file spells them.
    good : ndarray of bool, shape (bands,), optional
        False where a band is flagged.
    gains, offsets : ndarray of float, shape (bands,), optional
        ``value = stored * gain + offset``.
    nodata : float, optional
        Stored value that means "no value".
    quantity, unit : str
        As `HsiCube`.
    georeference : GeoReference
    names : tuple of str
        Of the bands, or empty.
    axes : tuple of str
        As `HsiCube.axes`, where the file does not name them.
    notices : tuple of str
    lookup : Lookup, optional
        Through which the cube is seen, if it is.
    """

    parts: Sequence[Part]
    wavelengths: Sequence[float] | FloatArray | None = None
    fwhm: Sequence[float] | FloatArray | None = None
    units: str | None = "nm"
    good: BoolArray | None = None
    gains: FloatArray | None = None
    offsets: FloatArray | None = None
    nodata: float | None = None
    quantity: str = ""
    unit: str = ""
    georeference: GeoReference = field(default_factory=GeoReference)
    names: tuple[str, ...] = ()
    axes: AxisOrder = ()
    notices: tuple[str, ...] = ()
    lookup: Lookup | None = None


def assemble(
    file: ArrayContainer, layout: Layout, *, variable: str = "", driver: str
) -> HsiCube:
    """Return the cube of a file.

    Parameters
    ----------
    variable : str
        What was asked for after the colon of the reference.
    driver : str
        Short name of the format.

    Raises
    ------
    CubeFormatError
        If its datasets cannot be read, or contradict each other.
    """
    source, gaps = _source(file, layout)
    if layout.lookup is not None:
        source = _on_map(file, source, layout.lookup, layout.nodata)
    bands, rows, cols = source.shape
    require_sizes(file.name, bands, rows, cols)
    spectral = decide_wavelengths(
        _listed(layout.wavelengths),
        units=layout.units,
        fwhm=_listed(layout.fwhm),
        count=bands,
        file=file.name,
    )
    source, scale, nodata = apply_gains(
        source, gains=layout.gains, offsets=layout.offsets, nodata=layout.nodata
    )
    good = (
        layout.good if layout.good is not None and len(layout.good) == bands else None
    )
    names = layout.names if len(layout.names) == bands else ()
    return HsiCube(
        source,
        BandAxis(bands, spectral.wavelength_nm, spectral.fwhm_nm, good, names),
        layout.georeference,
        nodata=nodata,
        scale=scale,
        path=file.path,
        variable=variable,
        driver=driver,
        notices=(*spectral.notices, *gaps, *layout.notices),
        axes=layout.axes,
        quantity=layout.quantity,
        unit=layout.unit,
    )


def _listed(values: Sequence[float] | FloatArray | None) -> list[float] | None:
    return None if values is None else np.ravel(np.asarray(values, float)).tolist()


def cube_shape(file: ArrayContainer, name: str) -> tuple[int, int, int]:
    """Return the shape of a product's cube, as the file counts its axes.

    Raises
    ------
    CubeFormatError
        If it has not three axes.
    """
    shape = file.stored[name].shape
    if len(shape) != len(BAND_FIRST):
        raise CubeFormatError(
            f"{name} of {file.name} has the shape {shape}; the cube of this product "
            "has rows, columns and bands: copy the file again from its source"
        )
    first, second, third = shape
    return first, second, third


def in_sensor_geometry(file: ArrayContainer) -> str:
    """Return the notice of a cube whose pixels have no place on a map grid."""
    return f"{file.name} is in the geometry of the sensor; it is shown without a place"


def with_bands(layout: Layout, kept: BoolArray) -> Layout:
    """Return a layout of one part without some of its bands.

    Parameters
    ----------
    kept : ndarray of bool, shape (bands,)
    """
    part = layout.parts[0]
    bands = np.arange(kept.size) if part.bands is None else part.bands

    def chosen(values: FloatArray | None) -> FloatArray | None:
        return None if values is None else np.asarray(values)[kept]

    return replace(
        layout,
        parts=(replace(part, bands=bands[kept]),),
        wavelengths=chosen(np.asarray(layout.wavelengths, float)),
        fwhm=chosen(None if layout.fwhm is None else np.asarray(layout.fwhm, float)),
        gains=chosen(layout.gains),
        offsets=chosen(layout.offsets),
    )


def joined(layouts: Sequence[Layout]) -> Layout:
    """Return detectors of one grid as one cube, in the order given.

    What is no list per band is taken from the first.
    """

    def together(name: str) -> FloatArray | None:
        found = [getattr(layout, name) for layout in layouts]
        if any(values is None for values in found):
            return None
        return np.concatenate(found)

    good = together("good")
    return replace(
        layouts[0],
        parts=tuple(part for layout in layouts for part in layout.parts),
        wavelengths=together("wavelengths"),
        fwhm=together("fwhm"),
        good=None if good is None else np.asarray(good, bool),
        gains=together("gains"),
        offsets=together("offsets"),
        notices=tuple(text for layout in layouts for text in layout.notices),
    )


def _require_axes(file: ArrayContainer, part: Part) -> None:
    """Refuse a dataset that has not the axes that its product says.

    Raises
    ------
    CubeFormatError
        With its shape.
    """
    shape = file.stored[part.name].shape
    used = {axis for axis in part.axes if axis is not None}
    rest = [size for axis, size in enumerate(shape) if axis not in used]
    if max(used) >= len(shape) or any(size != 1 for size in rest):
        raise CubeFormatError(
            f"{part.name} of {file.name} has the shape {shape}, which is not that of "
            "its product; copy the file again from its source"
        )


def _on_map(
    file: ArrayContainer, source: CubeSource, lookup: Lookup, nodata: float | None
) -> CubeSource:
    lines, samples = (
        dataset_source(file, name, CubeAxes(None, 0, 1)) for name in lookup
    )
    if lines.shape != samples.shape:
        raise CubeFormatError(
            f"{file.name} holds {lookup.lines} and {lookup.samples} with different "
            "rows and columns; copy it again from its source"
        )
    missing = 0.0 if nodata is None else nodata
    return LookupSource(source, lines, samples, missing=missing)


def _source(file: ArrayContainer, layout: Layout) -> tuple[CubeSource, list[str]]:
    parts, gaps = [], []
    for part in layout.parts:
        _require_axes(file, part)
        source = dataset_source(file, part.name, part.axes)
        bands = np.arange(source.shape[0]) if part.bands is None else part.bands
        parts.append(BandsOf(source, bands))
        gap = file.gaps(part.name)
        gaps += [gap] if gap else []
    is_whole = len(parts) == 1 and np.array_equal(
        parts[0].bands, np.arange(parts[0].source.shape[0])
    )
    if is_whole:
        return parts[0].source, gaps
    try:
        return BandSource(parts), gaps
    except ValueError as error:
        names = " and ".join(part.name for part in layout.parts[:3])
        raise CubeFormatError(
            f"{file.name} holds {names} with different rows and columns; open one of "
            f"them as {file.name}:{layout.parts[0].name}"
        ) from error
