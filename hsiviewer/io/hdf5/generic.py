"""Cubes of HDF5 and netCDF files that are no product with a fixed layout."""

from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.axis_order import Decision, axes_notice, decide_axes
from hsiviewer.io.hdf5.attributes import Attributes
from hsiviewer.io.hdf5.axis_names import order_by_names
from hsiviewer.io.hdf5.candidates import (
    choose_cube,
    cube_candidates,
    long_axes,
    named_dataset,
    only_plane,
)
from hsiviewer.io.hdf5.container import ArrayContainer
from hsiviewer.io.hdf5.datasets import Stored
from hsiviewer.io.hdf5.layout import Layout, Part
from hsiviewer.io.hdf5.places import grid_place
from hsiviewer.io.hdf5.source import CubeAxes, dataset_source
from hsiviewer.io.hdf5.spectral import counts_of, spectral_of

_DIVISORS = (100, 1000, 10_000, 65_535)
_NODATA = ("_FillValue", "missing_value", "Data_Ignore_Value", "nodata", "fill_value")


def generic_layout(
    file: ArrayContainer,
    name: str = "",
    given: AxisOrder | None = None,
    *,
    least: int = 3,
) -> Layout:
    """Return the layout of a dataset, by names, scales and neighbours.

    Parameters
    ----------
    name : str
        Its path, or the end of it; may be left out where one dataset stands out.
    given : tuple of str, optional
        The order of its axes, if the user says so.
    least : int
        Least number of axes: 3 for a cube, 2 for an auxiliary raster.

    Raises
    ------
    CubeFormatError
        If no dataset fits, or several do.
    """
    if name:
        stored = named_dataset(file, name)
    else:
        has_plane = least < 3 and not cube_candidates(file)
        stored = only_plane(file) if has_plane else choose_cube(file)
    axes = long_axes(stored.shape)
    if not least <= len(axes) <= 3 or min(stored.shape, default=0) < 1:
        raise CubeFormatError(
            f"{stored.name} of {file.name} has the shape {stored.shape}; a cube has "
            "rows, columns and bands"
        )
    if len(axes) == 2:
        return _plane(file, stored, axes)
    scales = [file.scales(stored.name)[axis] for axis in axes]
    sizes = tuple(stored.shape[axis] for axis in axes)
    named = order_by_names(scales)
    decision = Decision(named, "the file names them") if named else None
    if decision is None:
        decision = _decided(file, stored, axes, sizes)
    if given is not None:
        decision = Decision(given, "you have said so")
    is_told = decision.order == named
    position = {axis: axes[number] for number, axis in enumerate(decision.order)}
    scale = {axis: scales[number] for number, axis in enumerate(decision.order)}
    cube_axes = CubeAxes(position["bands"], position["rows"], position["cols"])
    count = stored.shape[cube_axes.bands or 0]
    spectral = spectral_of(file, stored.name, count, scale["bands"])
    grid = stored.shape[cube_axes.rows], stored.shape[cube_axes.cols]
    notice = axes_notice(f"{file.name}:{stored.name}", decision, sizes)
    gains, offsets = gains_of(file.attributes(stored.name), count)
    return Layout(
        (Part(stored.name, cube_axes),),
        wavelengths=spectral.wavelengths,
        fwhm=spectral.fwhm,
        units=spectral.units,
        good=spectral.good,
        gains=gains,
        offsets=offsets,
        nodata=nodata_of(file.attributes(stored.name)),
        quantity=quantity_of(file, stored),
        unit=file.attributes(stored.name).text("units", "unit"),
        georeference=grid_place(file, stored.name, scale["rows"], scale["cols"], grid),
        axes=() if is_told else decision.order,
        notices=() if is_told else (notice,),
    )


def gains_of(
    said: Attributes, count: int
) -> tuple[npt.NDArray[np.float64] | None, npt.NDArray[np.float64] | None]:
    """Return gain and offset per band by the names that files give them.

    Either is one number, or one for each of `count` bands.
    """
    gains = _per_band(said.numbers("scale_factor"), count)
    if gains is None:
        divisors = _per_band(said.numbers("reflectance_scale_factor"), count)
        gains = None if divisors is None or (divisors == 0).any() else 1 / divisors
    offsets = _per_band(said.numbers("add_offset"), count)
    if gains is not None and offsets is None and np.isin(gains, _DIVISORS).all():
        # NEON and others divide by what netCDF would multiply with.
        gains = 1 / gains
    if gains is not None and (gains == 0).any():
        gains = None
    return (
        None if gains is None or (gains == 1).all() else gains,
        None if offsets is None or (offsets == 0).all() else offsets,
    )


def _per_band(
    values: npt.NDArray[np.float64] | None, count: int
) -> npt.NDArray[np.float64] | None:
    """Return one number for each band; ``None`` if they are not told."""
    if values is None or values.size not in (1, count) or not np.isfinite(values).all():
        return None
    return np.full(count, values[0]) if values.size == 1 else values


def nodata_of(said: Attributes) -> float | None:
    """Return the stored value that means "no value"."""
    for name in _NODATA:
        value = said.number(name)
        if value is not None and np.isfinite(value):
            return value
    return None


def quantity_of(file: ArrayContainer, stored: Stored) -> str:
    """Return what the values are, by name and by what is said; empty if unknown."""
    said = file.attributes(stored.name)
    text = " ".join(
        (
            stored.base,
            stored.group,
            said.text("standard_name", "long_name", "Description"),
        )
    ).lower()
    if "reflectance" in text or "rfl" in stored.base.lower():
        return REFLECTANCE
    return RADIANCE if "radiance" in text or "rdn" in stored.base.lower() else ""


def _plane(file: ArrayContainer, stored: Stored, axes: list[int]) -> Layout:
    rows, cols = axes
    scales = file.scales(stored.name)
    grid = stored.shape[rows], stored.shape[cols]
    gains, offsets = gains_of(file.attributes(stored.name), 1)
    return Layout(
        (Part(stored.name, CubeAxes(None, rows, cols)),),
        gains=gains,
        offsets=offsets,
        nodata=nodata_of(file.attributes(stored.name)),
        georeference=grid_place(file, stored.name, scales[rows], scales[cols], grid),
    )


def _decided(
    file: ArrayContainer, stored: Stored, axes: list[int], sizes: tuple[int, ...]
) -> Decision:
    """Decide the axes of a dataset that does not name them."""
    counts = counts_of(file, stored.name) & set(sizes)

    def parts() -> list[npt.NDArray[Any]]:
        source = dataset_source(file, stored.name, CubeAxes(*axes))
        try:
            return read_blocks(source)
        finally:
            source.close()

    return decide_axes(sizes, parts, count=counts.pop() if len(counts) == 1 else None)
