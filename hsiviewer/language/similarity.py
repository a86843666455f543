"""How like a phrase every pixel is, from its facts, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.attributes import ABOVE_SPECTRA, TEXTURE, Constraint
from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.fact_space import measured_value
from hsiviewer.language.likelihood import SensorConcepts
from hsiviewer.language.measuring import FactMeter
from hsiviewer.language.understanding import Understanding
from hsiviewer.language.weights import exclusive_weights, leaf_weights

Floats = npt.NDArray[np.float32]
_PIXELS_AT_ONCE = 1 << 14
_TEMPERATURE = 2.0  # facts are not independent; fitted to be right on two libraries
_INSIDE = 3.0  # score of a pixel that keeps every range of a text without a concept
_LEAST_HEIGHT_SOFTNESS_M = 0.8
_HEIGHT_SOFTNESS = 0.3  # of the usual height itself
_HEIGHT_PENALTY = 4.0


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What is known of pixels beside their spectra.

    Parameters
    ----------
    values : mapping of str to ndarray, shape (n,)
        ``"texture"`` relative to the scene's, and ``"height"`` in metres above the
        surroundings; each may be missing.
    """

    values: Mapping[str, Floats] = field(default_factory=dict)

    def part(self, places: slice) -> "Surroundings":
        """Return the same of some pixels."""
        return Surroundings(
            {name: known[places] for name, known in self.values.items()}
        )


@dataclass(frozen=True)
class Evidence:
    """What one fact says about a phrase at a pixel.

    Parameters
    ----------
    title : str
        Of the fact.
    measured : float
        At the pixel; NaN if it is unknown.
    expected : str
        What the phrase leads one to expect, in words.
    weight : float
        What it adds to the score; negative where it speaks against the phrase.
    """

    title: str
    measured: float
    expected: str
    weight: float


class PhraseScorer:
    """Scores pixels by several phrases on the bands of one sensor.

    Parameters
    ----------
    concepts : SensorConcepts
        On these bands.
    bands : BandAxis
        The same bands.
    phrases : sequence of Understanding
        What is looked for.

    Attributes
    ----------
    bands : list of int
        Bands that `scores` needs, ascending, counted from 0.
    unknown : tuple of Constraint
        Ranges of facts that this sensor cannot measure; they count as kept.
    """

    def __init__(
        self,
        concepts: SensorConcepts,
        bands: BandAxis,
        phrases: Sequence[Understanding],
    ) -> None:
        self._concepts = concepts
        self._phrases = tuple(phrases)
        spectral = {
            constraint.fact.id: constraint.fact
            for phrase in phrases
            for constraint in phrase.constraints
            if constraint.fact.id not in ABOVE_SPECTRA
        }
        self._meter = FactMeter(bands, list(spectral.values()))
        known = {fact.id for fact in self._meter.facts} | set(ABOVE_SPECTRA)
        self.unknown: tuple[Constraint, ...] = tuple(
            constraint
            for phrase in phrases
            for constraint in phrase.constraints
            if constraint.fact.id not in known
        )
        self.bands: list[int] = sorted({*concepts.bands, *self._meter.bands})
        place = {band: number for number, band in enumerate(self.bands)}
        self._of_concepts = [place[band] for band in concepts.bands]
        self._has_own_bands = self._of_concepts == list(range(len(self.bands)))
        self._of_constraints = [place[band] for band in self._meter.bands]
        weights = [leaf_weights(phrase) for phrase in phrases]
        self._weights = [self._rows_of(shares) for shares in weights]
        self._own_weights = [
            self._rows_of(shares) for shares in exclusive_weights(phrases, weights)
        ]

    @property
    def needs_texture(self) -> bool:
        """Whether a phrase says something of the texture."""
        return any(
            constraint.fact.id == TEXTURE.id
            for phrase in self._phrases
            for constraint in phrase.constraints
        )

    def scores(
        self, values: Floats, surroundings: Surroundings | None = None
    ) -> Floats:
        """Return logarithms of how much likelier each phrase is than anything else.

        Parameters
        ----------
        values : ndarray, shape (len(self.bands), n)
            Reflectance; NaN where there is no value.
        surroundings : Surroundings, optional
            Of the same pixels.

        Returns
        -------
        ndarray of float32, shape (phrases, n)
            Above 0 where the phrase fits better than all other concepts.
        """
        around = surroundings or Surroundings()
        count = values.shape[1]
        scores = np.empty((len(self._phrases), count), np.float32)
        for start in range(0, count, _PIXELS_AT_ONCE):
            part = slice(start, min(count, start + _PIXELS_AT_ONCE))
            scores[:, part] = self._part(values[:, part], around.part(part))
        scores[:, ~np.isfinite(values).any(axis=0)] = np.nan
        return scores

    def fits(self, values: Floats, surroundings: Surroundings | None = None) -> Floats:
        """Return the logarithm of how well each phrase fits, to compare phrases.

        Unlike `scores`, concepts of no phrase do not count, and what several phrases
        cover belongs to the most special of them: of "vegetation" and "tree", pines
        belong to the second. Arguments and shape as there.
        """
        around = surroundings or Surroundings()
        count = values.shape[1]
        fits = np.empty((len(self._phrases), count), np.float32)
        for start in range(0, count, _PIXELS_AT_ONCE):
            part = slice(start, min(count, start + _PIXELS_AT_ONCE))
            fits[:, part] = self._part(values[:, part], around.part(part), alone=True)
        fits[:, ~np.isfinite(values).any(axis=0)] = np.nan
        return fits

    def explain(
        self, phrase: int, values: Floats, surroundings: Surroundings | None = None
    ) -> list[Evidence]:
        """Return what each fact says about a phrase at one pixel, the weightiest first.

        Each fact is weighed by itself; in the score they are weighed together.

        Parameters
        ----------
        phrase : int
            Number of the phrase.
        values : ndarray, shape (len(self.bands),)
            Reflectance of the pixel.
        surroundings : Surroundings, optional
            Of the pixel, one value each.
        """
        around = surroundings or Surroundings()
        evidence = self._fact_evidence(phrase, values)
        constraints = self._measured_constraints(values[:, None], around)
        for constraint in self._phrases[phrase].constraints:
            measured = constraints.get(constraint.fact.id)
            value = np.nan if measured is None else float(measured[0])
            weight = float(constraint.fit(np.array([value], np.float32))[0])
            if np.isfinite(value) and weight == 0:
                weight = 1.0
            evidence.append(
                Evidence(constraint.fact.title, value, constraint.title, weight)
            )
        return sorted(evidence, key=lambda entry: -abs(entry.weight))

    def _fact_evidence(self, phrase: int, values: Floats) -> list[Evidence]:
        weights = self._weights[phrase]
        if weights is None:
            return []
        rows, logs = weights
        concepts = self._concepts
        meter = concepts.meter
        own = values[self._of_concepts][:, None]
        measured = meter.measure(own)[:, 0]
        features = concepts.features(own)
        best = rows[int((concepts.log_likelihoods(features)[0, rows] + logs).argmax())]
        others = [row for row in range(len(concepts.ids)) if row not in set(rows)]
        found = []
        for number, fact in enumerate(meter.facts):
            if not np.isfinite(features[0, number]):
                continue
            away = features[0, number] - concepts.means[:, number]
            spread = concepts.spreads[:, number] + 0.02
            fit = -0.5 * (away / spread) ** 2 - np.log(spread)
            weight = float(np.clip(fit[best] - np.median(fit[others]), -9, 9))
            low, high = (
                measured_value(
                    fact.kind, float(concepts.means[best, number] + sign * width)
                )
                for sign, width in ((-1, spread[best]), (1, spread[best]))
            )
            found.append(
                Evidence(
                    fact.title,
                    float(measured[number]),
                    f"{low:.3g} to {high:.3g}",
                    weight,
                )
            )
        return found

    def _part(
        self, values: Floats, around: Surroundings, *, alone: bool = False
    ) -> Floats:
        concepts = self._concepts
        own_bands = values if self._has_own_bands else values[self._of_concepts]
        misfit = concepts.misfits(concepts.features(own_bands))
        power = np.float32(concepts.power)
        constraints = self._measured_constraints(values, around)
        scores = np.empty((len(self._phrases), values.shape[1]), np.float32)
        for number, phrase in enumerate(self._phrases):
            weights = (self._own_weights if alone else self._weights)[number]
            if weights is None:
                score = np.full(values.shape[1], 0.0 if alone else _INSIDE, np.float32)
            else:
                rows, logs = weights
                own = misfit[rows]
                score = _log_sum(-power * np.log(own) + logs[:, None])
                if not alone:
                    misfit[rows] = np.inf
                    score = score + power * np.log(misfit.min(axis=0))
                    misfit[rows] = own
                score = score / np.float32(_TEMPERATURE)
            score = score + self._of_heights(phrase, around)
            for constraint in phrase.constraints:
                if constraint.fact.id in constraints:
                    score = score + constraint.fit(constraints[constraint.fact.id])
            scores[number] = score
        return scores

    def _rows_of(
        self, shares: dict[str, float]
    ) -> tuple[list[int], npt.NDArray[np.float32]] | None:
        """Return the rows of concepts and the logarithms of their shares."""
        if not shares:
            return None
        values = np.array(list(shares.values()))
        logs = np.log(values / values.sum()).astype(np.float32)
        return self._concepts.rows(list(shares)), logs

    def _of_heights(self, phrase: Understanding, around: Surroundings) -> Floats:
        """Return how well heights fit what the concepts usually have."""
        heights = around.values.get("height")
        tree = concept_tree()
        usual = [tree.height_m(concept) for concept in phrase.concepts]
        known = [limits for limits in usual if limits is not None]
        if heights is None or not known or len(known) < len(usual):
            return np.zeros(1, np.float32)
        least = min(limits[0] for limits in known)
        most = max(limits[1] for limits in known)
        fit = np.zeros(1, np.float32)
        for low, high, end in ((least, np.inf, least), (-np.inf, most, most)):
            softness = max(_LEAST_HEIGHT_SOFTNESS_M, _HEIGHT_SOFTNESS * end)
            fit = fit + Constraint(
                ABOVE_SPECTRA["height"], low, high, softness, "", _HEIGHT_PENALTY
            ).fit(heights)
        return fit

    def _measured_constraints(
        self, values: Floats, around: Surroundings
    ) -> dict[str, Floats]:
        measured = dict(around.values)
        if self._meter.facts:
            facts = self._meter.measure(values[self._of_constraints])
            measured.update(
                (fact.id, facts[number])
                for number, fact in enumerate(self._meter.facts)
            )
        return measured


def similarity(scores: Floats) -> Floats:
    """Return scores as similarities, 0 to 1; 0.5 is on a par with all others."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


def _log_sum(values: Floats) -> Floats:
    """Return the logarithm of the sum of exponentials along the first axis."""
    if len(values) == 1:
        return np.asarray(values[0], np.float32)
    most = values.max(axis=0)
    total = np.exp(values - most).sum(axis=0)
    return np.asarray(most + np.log(total), np.float32)
