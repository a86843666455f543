"""Simulate reflectance of leaves, canopies, soils, water and some man-made surfaces.

Used by `language_spectra.py` only, when the spectra of the concepts are made anew.
All spectra are reflectance on `GRID_NM`.

Leaves: PROSPECT-D (Feret et al. 2017, doi 10.1016/j.rse.2017.03.004), with the
absorption coefficients that the PyPI package ``prosail`` 2.0.5 carries. Canopies:
spectral invariants (Smolander and Stenberg 2005, doi 10.1016/j.rse.2004.10.006). Water:
Gordon et al. 1988, doi 10.1029/JD093iD09p10909. Soils and surfaces: features at the
positions of Clark 1999.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import exp1

Spectrum = NDArray[np.float64]
Range = tuple[float, float]
GRID_NM = np.arange(400.0, 2501.0, 10.0)
_INTERFACE_DEGREES = 40.0


class Pigments:
    """Absorption coefficients and refractive index of leaves, on `GRID_NM`."""

    def __init__(self, folder: Path) -> None:
        table = np.loadtxt(folder / "prospect_d_spectra.txt")
        columns = [np.interp(GRID_NM, table[:, 0], column) for column in table.T[1:]]
        (self.refraction, self.chlorophyll, self.carotenoids, self.anthocyanins,
         self.brown, self.water, self.dry) = columns  # fmt: skip


def leaf(pigments: Pigments, *, n: float, cab: float, car: float, ant: float,
         brown: float, cw: float, cm: float) -> tuple[Spectrum, Spectrum]:  # fmt: skip
    """Return reflectance and transmittance of a leaf by PROSPECT-D.

    Parameters
    ----------
    n : float
        Layers. cab, car, ant in ug/cm2; brown is relative; cw in cm; cm in g/cm2.
    """
    k = (cab * pigments.chlorophyll + car * pigments.carotenoids
         + ant * pigments.anthocyanins + brown * pigments.brown
         + cw * pigments.water + cm * pigments.dry) / n  # fmt: skip
    k = np.maximum(k, 1e-9)
    tau = (1 - k) * np.exp(-k) + k**2 * exp1(k)
    top = _entering(pigments.refraction, _INTERFACE_DEGREES)
    entering = _entering(pigments.refraction, 90.0)
    leaving = entering / pigments.refraction**2
    inside = 1 - leaving
    lost = 1 - inside**2 * tau**2
    t_top, t_all = (share * tau * leaving / lost for share in (top, entering))
    r_top = 1 - top + inside * tau * t_top
    r_all = 1 - entering + inside * tau * t_all
    # Stokes' pile of plates for the n - 1 layers below.
    d = np.sqrt(np.maximum((1 + r_all + t_all) * (1 + r_all - t_all)
                * (1 - r_all + t_all) * (1 - r_all - t_all), 1e-12))  # fmt: skip
    a = (1 + r_all**2 - t_all**2 + d) / (2 * r_all)
    b = ((1 - r_all**2 + t_all**2 + d) / (2 * t_all)) ** (n - 1)
    below = a**2 * b**2 - 1
    r_below, t_below = a * (b**2 - 1) / below, b * (a**2 - 1) / below
    back = 1 - r_below * r_all
    return r_top + t_top * r_below * t_all / back, t_top * t_below / back


def canopy(pigments: Pigments, below: Spectrum, *, lai: float, p: float, shade: float,
           **leaves: float) -> Spectrum:  # fmt: skip
    """Return reflectance of leaves over a ground.

    Parameters
    ----------
    below : ndarray
        Reflectance of the ground.
    lai : float
        Leaf area index. p: probability that a photon meets another leaf, which grows
        with clumping; shade: share of the canopy that lies in shadow.
    """
    r, t = leaf(pigments, **leaves)
    albedo = np.clip(r + t, 0.0, 0.999)
    met = 1 - np.exp(-0.55 * lai)
    scattered = albedo * (1 - p) / (1 - p * albedo)
    upward = 0.6 + 0.12 * (r - t) / albedo  # leaves reflect more than they transmit
    through = (1 - met) + met * scattered * (1 - upward) * 0.5
    value = met * scattered * upward + through**2 * below
    return np.asarray(value * (1 - shade))


def soil(*, level: float, slope: float, iron: float, hematite: float, clay: float,
         carbonate: float, organic: float, moisture: float) -> Spectrum:  # fmt: skip
    """Return reflectance of soil; depths of absorptions and shares, 0 to 1."""
    rise = 1 - np.exp(-(GRID_NM - 330) / 480)
    value = level * (1 - slope + slope * rise)
    for centre, width, depth in (
        (480, 55, 0.6 * iron), (540, 35, 0.35 * hematite), (870, 60, 0.25 * hematite),
        (920, 70, 0.18 * iron), (1410, 22, 0.2 * clay), (1920, 40, 0.25 * clay),
        (2205, 22, 0.3 * clay), (2340, 26, 0.3 * carbonate),
    ):  # fmt: skip
        value = value * (1 - depth * bump(centre, width))
    concave = 1 - organic * 0.75 * np.exp(-(GRID_NM - 400) / 900)
    value = value * concave * (1 - 0.45 * organic)
    wet = np.exp(-moisture * (0.5 + 1.2 * bump(1450, 70) + 1.8 * bump(1930, 80)
                 + 0.5 * np.clip((GRID_NM - 1300) / 1200, 0, 1)))  # fmt: skip
    return np.asarray(value * wet)


def water(pigments: Pigments, *, chl: float, tsm: float, cdom: float, bottom: float,
          depth: float, glint: float) -> Spectrum:  # fmt: skip
    """Return reflectance of a water body.

    Parameters
    ----------
    chl, tsm : float
        Chlorophyll in mg/m3, suspended matter in g/m3; cdom: absorption at 440 nm per
        m; bottom: reflectance of a sandy ground at `depth` m; glint: of the sky.
    """
    pure = pigments.water * 100.0
    shape = pigments.chlorophyll / pigments.chlorophyll[GRID_NM == 670]
    absorbed = (pure + 0.02 * chl**0.9 * shape + cdom * np.exp(-0.015 * (GRID_NM - 440))
                + 0.02 * tsm * np.exp(-0.011 * (GRID_NM - 440)))  # fmt: skip
    back = (0.0013 * (GRID_NM / 500) ** -4.3 + 0.010 * tsm * (GRID_NM / 550) ** -0.6
            + 0.0006 * chl)  # fmt: skip
    u = back / (absorbed + back)
    deep = np.pi * 0.52 * (0.0949 * u + 0.0794 * u**2)
    ground = bottom * (0.6 + 0.4 * np.clip((GRID_NM - 400) / 400, 0, 1))
    seen = np.exp(-2.2 * (absorbed + back) * depth)
    return np.asarray(deep * (1 - seen) + 0.5 * ground * seen + glint)


def surface(*, level: float, rise: float, blue: float = 0.0, green: float = 0.0,
            red: float = 0.0, iron: float = 0.0, carbonate: float = 0.0,
            oil: float = 0.0, infrared: float = 0.0, fall: float = 0.0,
            water: float = 0.0) -> Spectrum:  # fmt: skip
    """Return reflectance of a man-made or organic surface.

    Parameters
    ----------
    level : float
        Reflectance near 800 nm; rise: share lost towards 400 nm; blue, green, red:
        strength of a pigment of that colour; infrared: factor by which a pigment's
        near infrared exceeds its visible; fall: share lost towards 2500 nm; iron,
        carbonate, oil, water: depths of their absorptions, 0 to 1.
    """
    value = level * (1 - rise * np.exp(-(GRID_NM - 400) / 350))
    visible = 1 / (1 + np.exp(-(GRID_NM - 710) / 18))
    # A pigment leaves its own colour and takes away the others, in the visible only.
    kept = blue * bump(460, 45) + green * bump(530, 40)
    kept = kept + red / (1 + np.exp(-(GRID_NM - 600) / 14))
    strength = min(1.0, blue + green + red)
    colored = 0.25 + 0.75 * np.clip(kept, 0, 1)
    value = value * ((1 - visible) * (1 - strength + strength * colored) + visible)
    value = value * (1 + infrared * visible)
    value = value * (1 - fall * np.clip((GRID_NM - 1000) / 1500, 0, 1))
    for centre, width, depth in (
        (500, 70, 0.7 * iron), (870, 65, 0.3 * iron), (2340, 26, 0.3 * carbonate),
        (1210, 18, 0.12 * oil), (1728, 14, 0.35 * oil), (2310, 24, 0.45 * oil),
        (970, 30, 0.2 * water), (1200, 40, 0.35 * water), (1450, 65, 0.8 * water),
        (1940, 80, 0.9 * water),
    ):  # fmt: skip
        value = value * (1 - depth * bump(centre, width))
    if water:
        value = value * (1 - 0.5 * water * np.clip((GRID_NM - 1300) / 1200, 0, 1))
    return np.asarray(value)


def bump(centre: float, width: float) -> Spectrum:
    """Return a Gaussian on the grid."""
    return np.asarray(np.exp(-0.5 * ((GRID_NM - centre) / width) ** 2))


def drawn(
    ranges: Mapping[str, Range], generator: np.random.Generator
) -> dict[str, float]:
    """Return a value of each range."""
    return {name: float(generator.uniform(*ends)) for name, ends in ranges.items()}


def _entering(refraction: Spectrum, most_degrees: float) -> Spectrum:
    """Return the share of diffuse light in a cone that enters a leaf (Fresnel)."""
    angles = np.deg2rad(np.linspace(0, most_degrees, 181)[1:-1])[:, None]
    inner = np.arcsin(np.sin(angles) / refraction)
    cos, cosi = np.cos(angles), np.cos(inner)
    across = ((cos - refraction * cosi) / (cos + refraction * cosi)) ** 2
    along = ((refraction * cos - cosi) / (refraction * cos + cosi)) ** 2
    weight = np.sin(2 * angles)
    passed = weight * (1 - (across + along) / 2)
    return np.asarray(passed.sum(axis=0) / weight.sum())
