"""Arrays as scenes: checked, and written to a file that worker processes can read."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError, CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.array_file import TYPES, write_array_file
from hsiviewer.io.crs import IDENTITY, Transform, crs_from_name, georeference_of
from hsiviewer.io.registry import open_cube
from hsiviewer.io.wavelengths import decide_wavelengths

AXES = "rows, cols, bands"
_NAMES = ("rows", "cols", "bands")
_STORED_AS = {"bool": "uint8", "int8": "int16", "float16": "float32"}


def axis_order(axes: str) -> tuple[int, ...]:
    """Return which of rows (0), columns (1) and bands (2) each axis is.

    Errors as `axis_names`.
    """
    return tuple(_NAMES.index(name) for name in axis_names(axes))


def axis_names(axes: str) -> tuple[str, ...]:
    """Return the names of axes in their order.

    Raises
    ------
    ConfigurationError
        If `axes` does not name each of the three once.
    """
    names = axes.replace(",", " ").split() if isinstance(axes, str) else []
    if sorted(names) != sorted(_NAMES):
        raise ConfigurationError(
            f"axes cannot be {axes!r}; write rows, cols and bands in the order of the "
            "array, such as 'bands, rows, cols'"
        )
    return tuple(names)


def band_first(array: Any, axes: str = AXES) -> npt.NDArray[Any]:
    """Return an array as (bands, rows, cols), in a type that a file can hold.

    Masked values become NaN.

    Raises
    ------
    ConfigurationError
        If `axes` does not name the three axes.
    CubeFormatError
        If the array is not a scene.
    """
    order = axis_order(axes)
    if np.ma.isMaskedArray(array):
        with_nan = np.result_type(array.dtype, np.float32)
        array = np.ma.filled(array.astype(with_nan), np.nan)
    try:
        values = np.asarray(array)
    except ValueError as error:
        raise CubeFormatError(
            "the rows of the array differ in length; a scene is a box of numbers"
        ) from error
    if values.dtype.kind not in "biuf":
        raise CubeFormatError(
            f"the array holds {values.dtype}; a scene consists of real numbers"
        )
    if values.ndim != 3 or not values.size:
        raise CubeFormatError(
            f"the array has the shape {values.shape}; a scene has three axes ({axes}), "
            "none of them empty"
        )
    values = values.transpose(np.argsort(order)).transpose(2, 0, 1)
    kind = np.dtype(_STORED_AS.get(values.dtype.name, values.dtype))
    # Beyond double precision there is nothing that a sensor could measure.
    return values.astype(kind if kind.str[1:] in TYPES else np.float64, copy=False)


def place_of(crs: Any, transform: Sequence[float] | None) -> GeoReference:
    """Return where an array lies on the ground.

    Raises
    ------
    ConfigurationError
        If there is no such coordinate system, or the transform cannot be used.
    """
    # The CRS of a scene without one is an empty text.
    is_unknown = crs is None or (isinstance(crs, str) and not crs.strip())
    known = None if is_unknown else crs_from_name(crs)
    return georeference_of(known, _transform(transform))


def band_axis(
    count: int,
    wavelengths_nm: Sequence[float] | npt.NDArray[Any] | None,
    bad_bands: Sequence[int] | Sequence[bool] | npt.NDArray[Any],
) -> BandAxis:
    """Return what is known about the bands of an array.

    Raises
    ------
    ConfigurationError
        If wavelengths or bad bands do not fit the number of bands.
    """
    wavelengths = _wavelengths(wavelengths_nm, count)
    return BandAxis(count, wavelengths, good=_good_mask(bad_bands, count))


def array_cube(
    folder: Path,
    values: npt.NDArray[Any],
    *,
    bands: BandAxis,
    place: GeoReference,
    nodata: float | None,
    scale: float | None = None,
) -> HsiCube:
    """Write an array to a folder and open it from there.

    Parameters
    ----------
    folder : Path
        Gets the file, which tells workers all that is said here.
    values : ndarray, shape (bands, rows, cols)
        As `band_first` returns them.
    bands : BandAxis
        What is known about the bands.
    place : GeoReference
        Where the array lies.
    nodata : float, optional
        Value that means "no value".
    scale : float, optional
        Values divided by this are reflectance.

    Raises
    ------
    ConfigurationError
        If nodata or scale is not a number.
    ExportError
        If the folder cannot hold the array.
    """
    path = folder / "array"
    write_array_file(
        path,
        values,
        bands=bands,
        georeference=place,
        nodata=_nodata(nodata),
        scale=_scale(scale),
    )
    return open_cube(path)


def _good_mask(bad_bands: Any, count: int) -> npt.NDArray[np.bool_]:
    """Return which bands are good, from indices of the others or a mask of them."""
    refusal = (
        f"bad_bands are band indices, counted from 0, or one True or False for each of "
        f"{count} bands"
    )
    given = _array(bad_bands, refusal)
    if given.dtype.kind == "b":
        if given.shape != (count,):
            raise ConfigurationError(f"{refusal}, not the shape {given.shape}")
        good = ~given
    else:
        indices = _numbers(bad_bands, refusal)
        is_band = (indices >= 0) & (indices < count) & (indices % 1 == 0)
        if indices.ndim != 1 or not is_band.all():
            raise ConfigurationError(f"{refusal}; there are the bands 0 to {count - 1}")
        if np.unique(indices).size != indices.size:
            raise ConfigurationError(
                f"{refusal}; an index occurs twice: write a mask as True and False"
            )
        good = np.ones(count, bool)
        good[indices.astype(np.intp)] = False
    if not good.any():
        raise ConfigurationError("all bands are marked bad; leave some bands to use")
    return good


def _wavelengths(given: Any, count: int) -> npt.NDArray[np.float64] | None:
    if given is None:
        return None
    wavelengths = _numbers(given, "wavelengths are numbers, in nanometres")
    if wavelengths.shape != (count,):
        raise ConfigurationError(
            f"{wavelengths.size} wavelengths for {count} bands; give one per band, and "
            "check that axes says which axis holds the bands"
        )
    if not (np.isfinite(wavelengths).all() and (wavelengths > 0).all()):
        raise ConfigurationError("wavelengths are positive numbers, in nanometres")
    decided = decide_wavelengths(
        wavelengths.tolist(), units="nm", count=count, file="the array"
    ).wavelength_nm
    if decided is None or not np.allclose(decided, wavelengths):
        raise ConfigurationError(
            "wavelengths must be between 200 and 300000 nm; these run from "
            f"{wavelengths.min():g} to {wavelengths.max():g}; multiply micrometres by "
            "1000"
        )
    return wavelengths.copy()


def _transform(given: Sequence[float] | None) -> Transform:
    if given is None:
        return IDENTITY
    refusal = (
        "a transform has six numbers a, b, c, d, e, f, with x = a * col + b * row + c "
        "and y = d * col + e * row + f"
    )
    numbers = _numbers(given, refusal)
    # An affine.Affine has nine numbers, of which the last three are always 0, 0, 1.
    if numbers.shape not in ((6,), (9,)) or not np.isfinite(numbers).all():
        raise ConfigurationError(refusal)
    a, b, c, d, e, f = (float(number) for number in numbers[:6])
    if a * e == b * d:
        raise ConfigurationError(
            "the transform puts all pixels on one line; a and e, or b and d, are the "
            "size of a pixel and are not 0"
        )
    return a, b, c, d, e, f


def _nodata(given: Any) -> float | None:
    return None if given is None else _number(given, "nodata is one number, or None")


def _scale(given: Any) -> float | None:
    if given is None:
        return None
    refusal = "scale is the positive number that reflectance of 1 is stored as, or None"
    scale = _number(given, refusal)
    if not 0 < scale < math.inf:
        raise ConfigurationError(refusal)
    return scale


def _number(given: Any, refusal: str) -> float:
    number = _numbers(given, refusal)
    if number.shape:
        raise ConfigurationError(refusal)
    return float(number)


def _numbers(given: Any, refusal: str) -> npt.NDArray[np.float64]:
    try:
        return np.asarray(given, np.float64)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(refusal) from error


def _array(given: Any, refusal: str) -> npt.NDArray[Any]:
    try:
        return np.asarray(given)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(refusal) from error
