"""Parametric reflectance spectra of common surfaces, 400 to 2500 nm.

The shapes are built from the features that analysts look for. Positions of the
absorptions follow Clark (1999), "Spectroscopy of rocks and minerals", for water,
clay, carbonate and iron; Curran (1989), doi:10.1016/0034-4257(89)90069-2, for
leaves; Herold et al. (2004), doi:10.1016/j.rse.2004.02.013, for urban surfaces.
Levels are typical, not those of any one sample.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Spectrum = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """Two end members between which the spectra of a surface vary.

    Parameters
    ----------
    first, second : callable
        Wavelengths in nm, shape (bands,), to reflectance 0..1 of that shape.
    """

    first: Callable[[Spectrum], Spectrum]
    second: Callable[[Spectrum], Spectrum]


def leaves(
    *, chlorophyll: float = 1.0, water: float = 1.0, nir: float = 0.48
) -> Callable[[Spectrum], Spectrum]:
    """Return the spectrum of vegetation.

    Parameters
    ----------
    chlorophyll : float
        0 for straw, 1 for a dark green leaf; deepens the visible absorptions
        and moves the red edge to longer wavelengths.
    water : float
        0 for dry, 1 for turgid; deepens the absorptions at 970, 1200, 1450 and
        1940 nm and lowers the short-wave infrared.
    nir : float
        Reflectance of the near-infrared plateau.
    """

    def spectrum(wavelength_nm: Spectrum) -> Spectrum:
        edge = 1.0 / (1.0 + np.exp(-(wavelength_nm - 700 - 18 * chlorophyll) / 13))
        straw = 0.10 + 0.16 * _ramp(wavelength_nm, 420, 760)
        green = 0.028 + 0.055 * _bump(wavelength_nm, 552, 32)
        visible = straw + (green - straw) * min(1.0, 0.15 + chlorophyll)
        values = visible + (nir - visible) * edge
        for centre, width, depth in (
            (970, 25, 0.10),
            (1200, 35, 0.18),
            (1450, 60, 0.62),
            (1940, 75, 0.75),
        ):
            values = values * (1 - depth * water * _bump(wavelength_nm, centre, width))
        values = values * (1 - 0.45 * water * _ramp(wavelength_nm, 1300, 2500))
        cellulose = 0.10 * (1 - water) * _bump(wavelength_nm, 2100, 45)
        return np.asarray(values * (1 - cellulose))

    return spectrum


def mineral(
    *,
    level: float,
    slope: float,
    iron: float = 0.0,
    clay: float = 0.0,
    carbonate: float = 0.0,
    moisture: float = 0.0,
) -> Callable[[Spectrum], Spectrum]:
    """Return the spectrum of soil, stone or fired clay.

    Parameters
    ----------
    level : float
        Reflectance around 1600 nm.
    slope : float
        0 for a flat spectrum, 1 for one that starts near zero at 400 nm.
    iron : float
        Depth of the ferric absorptions at 480 and 870 nm, 0..1.
    clay, carbonate : float
        Depth of the absorption at 2205 nm and 2340 nm, 0..1.
    moisture : float
        Depth of the liquid-water absorptions, 0..1; darkens as well.
    """

    def spectrum(wavelength_nm: Spectrum) -> Spectrum:
        rise = 1.0 - np.exp(-(wavelength_nm - 330) / 480)
        values = level * (1 - slope + slope * rise)
        for centre, width, depth in (
            (480, 55, 0.75 * iron),
            (870, 80, 0.30 * iron),
            (1410, 22, 0.35 * clay),
            (2205, 24, 0.55 * clay),
            (2340, 28, 0.50 * carbonate),
            (1450, 60, 0.6 * moisture),
            (1940, 70, 0.8 * moisture),
        ):
            values = values * (1 - depth * _bump(wavelength_nm, centre, width))
        return np.asarray(values * (1 - 0.5 * moisture))

    return spectrum


def bitumen(*, level: float, weathering: float) -> Callable[[Spectrum], Spectrum]:
    """Return the spectrum of asphalt: dark, with hydrocarbons near 2310 nm.

    Parameters
    ----------
    level : float
        Reflectance around 1000 nm.
    weathering : float
        0 for fresh, 1 for worn, where stone shows and the features fade.
    """

    def spectrum(wavelength_nm: Spectrum) -> Spectrum:
        values = level * (0.75 + 0.35 * _ramp(wavelength_nm, 400, 1800))
        fade = 1 - weathering
        for centre, width, depth in ((1720, 25, 0.10), (2310, 35, 0.22)):
            bump = _bump(wavelength_nm, centre, width)
            values = values * (1 - depth * fade * bump)
        iron = 0.10 * weathering * _bump(wavelength_nm, 480, 60)
        return np.asarray(values * (1 - iron))

    return spectrum


def painted_metal(*, level: float, blue: float) -> Callable[[Spectrum], Spectrum]:
    """Return the spectrum of coated sheet metal.

    Parameters
    ----------
    level : float
        Reflectance around 700 nm.
    blue : float
        0 for grey, 1 for a bluish coat.
    """

    def spectrum(wavelength_nm: Spectrum) -> Spectrum:
        values = level * (1 + 0.5 * blue * _bump(wavelength_nm, 460, 70))
        values = values * (1 - 0.25 * blue * _bump(wavelength_nm, 640, 80))
        values = values * (1 - 0.30 * _ramp(wavelength_nm, 1000, 2500))
        return np.asarray(values * (1 - 0.12 * _bump(wavelength_nm, 2280, 60)))

    return spectrum


def open_water(*, turbidity: float) -> Callable[[Spectrum], Spectrum]:
    """Return the spectrum of water: green at most, black in the infrared.

    Parameters
    ----------
    turbidity : float
        0 for clear, 1 for silt that moves the peak to the red.
    """

    def spectrum(wavelength_nm: Spectrum) -> Spectrum:
        peak = 0.022 + 0.05 * turbidity
        values = peak * _bump(wavelength_nm, 545 + 40 * turbidity, 95)
        chlorophyll = 0.2 * _bump(wavelength_nm, 672, 14)
        return np.asarray(0.006 + values * (1 - chlorophyll))

    return spectrum


SURFACES: dict[str, Surface] = {
    "water": Surface(open_water(turbidity=0.25), open_water(turbidity=0.7)),
    "lawn": Surface(
        leaves(chlorophyll=0.75, water=0.85, nir=0.50),
        leaves(chlorophyll=0.40, water=0.50, nir=0.40),
    ),
    "tree": Surface(
        leaves(chlorophyll=1.0, water=1.0, nir=0.46),
        leaves(chlorophyll=0.85, water=0.85, nir=0.38),
    ),
    "maize": Surface(
        leaves(chlorophyll=0.90, water=1.0, nir=0.54),
        leaves(chlorophyll=0.65, water=0.9, nir=0.47),
    ),
    "wheat": Surface(
        leaves(chlorophyll=0.12, water=0.15, nir=0.40),
        leaves(chlorophyll=0.30, water=0.35, nir=0.40),
    ),
    "soil": Surface(
        mineral(level=0.34, slope=0.75, iron=0.25, clay=0.35),
        mineral(level=0.28, slope=0.80, iron=0.35, clay=0.45, moisture=0.25),
    ),
    "asphalt": Surface(
        bitumen(level=0.09, weathering=0.1), bitumen(level=0.17, weathering=1.0)
    ),
    "gravel": Surface(
        mineral(level=0.36, slope=0.35, carbonate=0.35, iron=0.05),
        mineral(level=0.27, slope=0.40, carbonate=0.25, iron=0.10),
    ),
    "tile": Surface(
        mineral(level=0.38, slope=0.85, iron=0.85),
        mineral(level=0.26, slope=0.80, iron=0.60),
    ),
    "metal": Surface(
        painted_metal(level=0.34, blue=0.1), painted_metal(level=0.22, blue=0.9)
    ),
}


def _bump(wavelength_nm: Spectrum, centre: float, width: float) -> Spectrum:
    return np.asarray(np.exp(-0.5 * ((wavelength_nm - centre) / width) ** 2))


def _ramp(wavelength_nm: Spectrum, start: float, stop: float) -> Spectrum:
    return np.clip((wavelength_nm - start) / (stop - start), 0.0, 1.0)
