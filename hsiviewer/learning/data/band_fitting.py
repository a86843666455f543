"""A scene brought to the bands that a saved model knows, or refused."""

from functools import partial

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.computed_source import ComputedSource
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.core.spectral_resampling import band_weights
from hsiviewer.learning.data.value_levels import are_other, are_same, level_of
from hsiviewer.learning.saved.model_record import ModelBands

_SAME_NM = 0.5
_FARTHEST_WIDTHS = 1.5  # from a model's band to the nearest good band, in its spacing

_REMEDY = (
    "say what reflectance of 1 is stored as: of a file by its scale or quantity, in "
    "File > Scene properties, --meta or meta=, and of an array by scale, which is 1 "
    "for values from 0 to 1"
)


def fitted_to(cube: HsiCube, bands: ModelBands) -> tuple[HsiCube, str]:
    """Return a scene with just the bands of a model, and a sentence on how.

    Bands of the same wavelengths, or of the same number where there are none,
    are taken as they are; others are computed by wavelength from the scene's
    good bands.

    Returns
    -------
    cube : HsiCube
    sentence : str
        Empty where nothing was computed.

    Raises
    ------
    ConfigurationError
        If the scene's bands cannot serve the model; the sentence says which.
    """
    level = None if bands.level is None else level_of(cube)
    # Floats from 0 to 1 need no factor in a header to be the same reflectance.
    is_same_scale = are_same(level, bands.level)
    name = cube.name or "the scene"
    if bands.is_scaled != cube.is_reflectance and not is_same_scale:
        known = ("as stored", "as reflectance")
        raise ConfigurationError(
            f"the model was trained on values {known[bands.is_scaled]}, and {name} has "
            f"values {known[cube.is_reflectance]}; {_REMEDY}"
        )
    if are_other(level, bands.level):
        raise ConfigurationError(
            f"{name} has values of about {level:.3g}, and the model was trained on "
            f"values of about {bands.level:.3g}: one of the two is not scaled; "
            f"{_REMEDY}"
        )
    if _are_same(cube.bands, bands):
        return _taken(cube, bands), ""
    wanted = bands.axis
    if wanted.wavelength_nm is None or not cube.bands.has_wavelengths:
        raise ConfigurationError(
            f"the model knows {bands.count} bands and {cube.name} has "
            f"{cube.bands.count}; without wavelengths in both nothing tells which "
            "belongs to which"
        )
    _check_cover(cube, wanted)
    return _computed(cube, wanted), (
        f"The bands of {cube.name} were resampled to the {wanted.count} bands of the "
        "model by wavelength."
    )


def _are_same(axis: BandAxis, bands: ModelBands) -> bool:
    if axis.count != bands.count:
        return False
    if axis.wavelength_nm is None or bands.wavelength_nm is None:
        return axis.wavelength_nm is None and bands.wavelength_nm is None
    return bool(np.allclose(axis.wavelength_nm, bands.wavelength_nm, atol=_SAME_NM))


def _taken(cube: HsiCube, bands: ModelBands) -> HsiCube:
    """Mark just the model's bands good: what the file says of quality gives way."""
    good = np.zeros(bands.count, bool)
    good[bands.used] = True
    return cube.with_bands(cube.bands.with_good(good))


def _check_cover(cube: HsiCube, wanted: BandAxis) -> None:
    assert cube.bands.wavelength_nm is not None
    assert wanted.wavelength_nm is not None
    good = cube.bands.wavelength_nm[cube.bands.good_mask]
    spacing = np.abs(np.gradient(np.sort(wanted.wavelength_nm))).max()
    away = np.abs(wanted.wavelength_nm[:, None] - good[None, :]).min(axis=1)
    own = np.abs(np.gradient(np.sort(good))).max() if good.size > 1 else 0.0
    reach = _FARTHEST_WIDTHS * min(max(spacing, own), 50.0)
    lost = wanted.wavelength_nm[away > reach]
    outside = (wanted.wavelength_nm < good.min()) | (wanted.wavelength_nm > good.max())
    lost = np.union1d(lost, wanted.wavelength_nm[outside & (away > _SAME_NM)])
    if lost.size:
        raise ConfigurationError(
            f"{cube.name} has no good band near {lost.size} of the {wanted.count} "
            f"wavelengths that the model reads ({lost.min():.0f} to {lost.max():.0f} "
            "nm); use a scene of a sensor that covers them"
        )


def _computed(cube: HsiCube, wanted: BandAxis) -> HsiCube:
    assert cube.bands.wavelength_nm is not None
    good = cube.bands.good_bands
    order = good[np.argsort(cube.bands.wavelength_nm[good])]
    weights = band_weights(wanted, cube.bands.wavelength_nm[order])
    # The outermost centres may lie a hair beyond the scene's.
    empty = np.flatnonzero(weights.sum(axis=1) == 0)
    for band in empty:
        centre = wanted.wavelength_nm[band]  # type: ignore[index]
        nearest = np.abs(cube.bands.wavelength_nm[order] - centre).argmin()
        weights[band, nearest] = 1.0
    weights /= weights.sum(axis=1, keepdims=True)
    source = ComputedSource(
        cube, order.tolist(), wanted.count, partial(_mixed, weights.astype(np.float32))
    )
    return HsiCube(
        source,
        wanted,
        cube.georeference,
        path=cube.path,
        variable=cube.variable,
        driver=cube.driver,
        quantity=REFLECTANCE if cube.is_reflectance else "",
        title=cube.title,
    )


def _mixed(
    weights: npt.NDArray[np.float32], values: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Mix bands; those without a value in a pixel do not count there."""
    known = np.isfinite(values)
    if known.all():
        return np.tensordot(weights, values, axes=1)
    total = np.tensordot(weights, np.where(known, values, 0), axes=1)
    share = np.tensordot(weights, known.astype(np.float32), axes=1)
    mixed: npt.NDArray[np.float32] = np.where(
        share > 0.5, total / np.maximum(share, 1e-6), np.nan
    ).astype(np.float32)
    return mixed
