"""What the labelled pixels of a class have in common, in figures and in words."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.absorptions import ABSORPTIONS
from hsiviewer.language.facts import BY_ID, depth_windows
from hsiviewer.language.measuring import FactMeter

Floats = npt.NDArray[np.floating]
_VISIBLE_NM = (450, 550, 650)
_INFRARED_NM = 800.0
_BRIGHTNESS = ((0.15, "very dark"), (0.35, "dark"), (0.65, "of medium brightness"),
               (0.85, "bright"), (1.01, "very bright"))  # fmt: skip
_GREENNESS = ((0.25, ""), (0.45, "sparse or dry vegetation"), (0.65, "vegetation"),
              (2.0, "dense green vegetation"))  # fmt: skip
_CLEAR_DEPTH, _DEEP_DEPTH = 0.02, 0.06
_DARK_INFRARED = 0.12
_TOLD_ABSORPTIONS = ("leaf water", "iron", "cellulose", "clay", "carbonate")
_SMOOTH, _ROUGH = 0.7, 1.5


@dataclass(frozen=True)
class ClassTraits:
    """What is characteristic of a class in a scene.

    Parameters
    ----------
    brightness : float
        Share of the scene's pixels that are darker in the visible, 0..1.
    infrared_brightness : float
        The same in the near infrared; NaN without such a band.
    ndvi : float
        Normalised difference of near infrared and red; NaN without these bands.
    depths : dict
        Depth of named absorptions below the line between their shoulders, less
        that of the scene's mean spectrum.
    roughness : float
        Change between neighbouring pixels in relation to the scene's.
    heights : dict
        Height above the surroundings by auxiliary raster, in its unit.
    """

    brightness: float
    infrared_brightness: float = float("nan")
    ndvi: float = float("nan")
    depths: dict[str, float] = field(default_factory=dict)
    roughness: float = float("nan")
    heights: dict[str, float] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Return the traits as a draft of a description."""
        parts = [_word(_BRIGHTNESS, self.brightness)]
        green = _word(_GREENNESS, self.ndvi) if np.isfinite(self.ndvi) else ""
        if self.infrared_brightness < _DARK_INFRARED:
            parts.append("dark in the near infrared")
        elif green:
            parts.append(f"{green} with a red edge near 720 nm (NDVI {self.ndvi:.2f})")
        elif np.isfinite(self.ndvi):
            parts.append(f"no green vegetation (NDVI {self.ndvi:.2f})")
        for name, depth in self.depths.items():
            if depth >= _CLEAR_DEPTH:
                how = "deep" if depth >= _DEEP_DEPTH else "clear"
                material = name.removeprefix("leaf ")
                parts.append(f"{how} absorption of {material}")
        if self.roughness < _SMOOTH:
            parts.append("smooth texture")
        elif self.roughness > _ROUGH:
            parts.append("rough texture")
        for name, height in self.heights.items():
            parts.append(
                f"about {height:.1f} above its surroundings ({name})"
                if height > 1
                else f"level with its surroundings ({name})"
            )
        text = ", ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."


def class_traits(
    spectra: Floats, bands: BandAxis, scene: Floats, *, roughness: float = float("nan")
) -> ClassTraits:
    """Return the traits of a class.

    Parameters
    ----------
    spectra : ndarray, shape (n, bands)
        Of labelled pixels, NaN where there is no value.
    bands : BandAxis
        Of the scene.
    scene : ndarray, shape (m, bands)
        Of pixels of the whole scene, to compare with.
    roughness : float
        See `ClassTraits`.
    """
    mean = known_mean(spectra, axis=0)
    visible = _visible(bands)
    own = known_mean(mean[visible], axis=0)
    darker = float((known_mean(scene[:, visible], axis=1) < own).mean())
    ndvi = infrared_darker = float("nan")
    meter = FactMeter(bands, [BY_ID["ndvi"]])
    if meter.facts:
        band = bands.nearest(_INFRARED_NM)
        infrared_darker = float((scene[:, band] < mean[band]).mean())
        ndvi = float(meter.measure(np.asarray(mean[meter.bands], np.float32))[0])
    usual = _depths(known_mean(scene, axis=0), bands)
    depths = {
        name: depth - max(0.0, usual.get(name, 0.0))
        for name, depth in _depths(mean, bands).items()
    }
    return ClassTraits(darker, infrared_darker, ndvi, depths, roughness)


def known_mean(values: Floats, *, axis: int) -> Floats:
    """Return means that leave NaN out; NaN where there is nothing else."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0).sum(axis=axis, dtype=float)
    mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean


def _visible(bands: BandAxis) -> list[int]:
    covered = [nm for nm in _VISIBLE_NM if bands.covers(nm)]
    if covered:
        return sorted({bands.nearest(nm) for nm in covered})
    good = bands.good_bands
    return [int(band) for band in good[: max(1, good.size // 3)]]


def _depths(mean: Floats, bands: BandAxis) -> dict[str, float]:
    """Return how far a spectrum dips below the line between its shoulders."""
    if bands.wavelength_nm is None:
        return {}
    usable = bands.good_mask & np.isfinite(mean)
    depths: dict[str, float] = {}
    for absorption in ABSORPTIONS:
        before, inside, after = (
            usable & (bands.wavelength_nm >= low) & (bands.wavelength_nm <= high)
            for low, high in depth_windows(absorption.start_nm, absorption.stop_nm)
        )
        if absorption.name not in _TOLD_ABSORPTIONS or not (
            before.any() and inside.any() and after.any()
        ):
            continue
        line = (mean[before].mean() + mean[after].mean()) / 2
        depth = float(1 - mean[inside].mean() / line) if line > 0 else 0.0
        depths[absorption.name] = max(depth, depths.get(absorption.name, 0.0))
    return depths


def _word(scale: tuple[tuple[float, str], ...], value: float) -> str:
    return next(word for limit, word in scale if value < limit)
