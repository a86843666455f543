"""How well the facts of a pixel fit each concept, on the bands of one sensor."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.fact_space import comparable
from hsiviewer.language.facts import DIFFERENCE, LEVEL, Fact
from hsiviewer.language.measuring import FactMeter
from hsiviewer.language.prototypes import UNKNOWN_PIXEL_M, drawn_pixels

Floats = npt.NDArray[np.float32]
# Robustness against what simulations leave out; chosen on libraries, not on scenes.
_FLOOR = 0.1  # of the variance between concepts, added to that within them
_SHARED = 0.8  # weight of the spread that all concepts share, beside their own
_TAIL = 20.0  # degrees of freedom of Student's t: a few odd facts decide nothing
_LEAST_SPREAD, _MOST_SPREAD = 0.5, 4.0
# How far comparable facts of a corrected scene may lie off those of the same material
# in a library, as standard deviations: by kind of fact, and of single facts.
_GAP_OF_KIND = {LEVEL: 0.24, DIFFERENCE: 0.16}
_USUAL_GAP = 0.04
_GAPS = {
    "red_edge": 0.3,
    "redness": 0.12,
    "swir_rise": 0.08,
    "swir_fall": 0.1,
    "chlorophyll": 0.16,
    "green_iron": 0.24,
    "iron": 0.03,
    "leaf_water": 0.03,
    "leaf_water_1200": 0.03,
    "cellulose": 0.05,
    "fe_oh_2255": 0.03,
}


@dataclass(frozen=True, eq=False)
class SensorConcepts:
    """Distributions of the facts of every concept on one sensor.

    Parameters
    ----------
    meter : FactMeter
        Measures the facts.
    ids : tuple of str
        Concepts with spectra, in order of the rows below.
    means : ndarray, shape (concepts, facts)
        Of comparable facts.
    spreads : ndarray, shape (concepts, facts)
        Standard deviations.
    """

    meter: FactMeter
    ids: tuple[str, ...]
    means: Floats
    spreads: Floats
    _usual: Floats
    _whitening: Floats
    _weights: Floats

    @property
    def bands(self) -> list[int]:
        """Bands of the sensor that are read, counted from 0."""
        return self.meter.bands

    def features(self, values: Floats) -> Floats:
        """Return the comparable facts of pixels, shape (n, facts); NaN if unknown.

        Parameters
        ----------
        values : ndarray, shape (len(self.bands), n)
            Reflectance.
        """
        measured = self.meter.measure(values)
        return comparable(self.meter.facts, measured).T

    @property
    def power(self) -> float:
        """How fast a likelihood falls: it is ``misfits ** -power``."""
        return 0.5 * (_TAIL + int(self._whitening.shape[1]))

    def misfits(self, features: Floats) -> Floats:
        """Return how badly pixels fit the concepts, for comparisons without logarithms.

        Parameters
        ----------
        features : ndarray, shape (n, facts)
            From `features`; an unknown fact counts as the usual value.

        Returns
        -------
        ndarray of float32, shape (concepts, n)
            Positive; the least is the best.
        """
        away = features.T - self._usual[:, None]
        away[~np.isfinite(away)] = 0
        count = self._whitening.shape[1]
        # Sums of (x - m)^2 / s^2 for all concepts as one product of matrices.
        terms = np.empty((2 * count + 1, len(features)), np.float32)
        np.matmul(self._whitening.T, away, out=terms[count : 2 * count])
        np.square(terms[count : 2 * count], out=terms[:count])
        terms[-1] = 1
        return np.asarray(self._weights @ terms, np.float32)

    def log_likelihoods(self, features: Floats) -> Floats:
        """Return the logarithms of the densities, shape (n, concepts)."""
        return np.asarray(-self.power * np.log(self.misfits(features).T), np.float32)

    def rows(self, ids: Sequence[str]) -> list[int]:
        """Return the rows of concepts."""
        return [self.ids.index(identifier) for identifier in ids]


def sensor_concepts(
    bands: BandAxis, *, pixel_m: float = UNKNOWN_PIXEL_M
) -> SensorConcepts | None:
    """Return the concepts on a sensor; ``None`` where no fact can be measured.

    Fitted once and remembered for the sensors that were asked last.
    """
    if bands.wavelength_nm is None:
        return None
    return _fitted(
        tuple(bands.wavelength_nm.tolist()),
        None if bands.fwhm_nm is None else tuple(bands.fwhm_nm.tolist()),
        tuple(bands.good_mask.tolist()),
        float(pixel_m),
    )


@lru_cache(maxsize=8)
def _fitted(
    wavelength_nm: tuple[float, ...],
    fwhm_nm: tuple[float, ...] | None,
    good: tuple[bool, ...],
    pixel_m: float,
) -> SensorConcepts | None:
    bands = BandAxis(
        len(wavelength_nm),
        np.array(wavelength_nm),
        None if fwhm_nm is None else np.array(fwhm_nm),
        np.array(good),
    )
    meter = FactMeter(bands)
    if not meter.facts:
        return None
    pixels = drawn_pixels(bands, meter.bands, pixel_m=pixel_m)
    ids = concept_tree().leaves
    features = {
        leaf: comparable(meter.facts, meter.measure(pixels[leaf].T)).T for leaf in ids
    }
    return _distributions(meter, ids, features)


def _distributions(
    meter: FactMeter, ids: tuple[str, ...], features: dict[str, Floats]
) -> SensorConcepts:
    everything = np.concatenate([features[leaf] for leaf in ids])
    usual = np.nan_to_num(np.nanmean(everything, axis=0)).astype(np.float32)
    filled = {
        leaf: np.where(np.isfinite(values), values, usual)
        for leaf, values in features.items()
    }
    means = np.stack([filled[leaf].mean(axis=0) for leaf in ids])
    spreads = np.stack([filled[leaf].std(axis=0) for leaf in ids])
    within = np.mean([np.cov(filled[leaf].T) for leaf in ids], axis=0)
    within = np.atleast_2d(within)
    within = within + _FLOOR * np.diag(means.var(axis=0) + 1e-6)
    within = within + np.diag([_gap(fact) ** 2 for fact in meter.facts])
    values, vectors = np.linalg.eigh(within)
    whitening = (vectors / np.sqrt(values)).astype(np.float32)
    white_means = (means - usual) @ whitening
    own = np.stack([((filled[leaf] - usual) @ whitening).var(axis=0) for leaf in ids])
    variance = np.clip(
        _SHARED + (1 - _SHARED) * own, _LEAST_SPREAD, _MOST_SPREAD
    ).astype(np.float32)
    # A likelihood is |variance|^-1/2 (1 + q / tail)^-power: both in one number.
    power = 0.5 * (_TAIL + whitening.shape[1])
    scale = np.exp(0.5 * np.log(variance).sum(axis=1) / power)
    weights = np.vstack([(1 / variance).T, (-2 * white_means / variance).T])
    offsets = 1 + (white_means**2 / variance).sum(axis=1) / _TAIL
    return SensorConcepts(
        meter,
        ids,
        means.astype(np.float32),
        spreads.astype(np.float32),
        usual,
        whitening,
        np.ascontiguousarray(
            (np.vstack([weights / _TAIL, offsets]) * scale).T, np.float32
        ),
    )


def _gap(fact: Fact) -> float:
    return _GAPS.get(fact.id, _GAP_OF_KIND.get(fact.kind, _USUAL_GAP))
