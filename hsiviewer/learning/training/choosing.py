"""How much the surroundings count: chosen inside the labels, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import log_softmax

from hsiviewer.learning.training.calibration import fit_temperature

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
Point = tuple[float, float]  # blend and strength

BLENDS = (0.0, 0.5, 1.0)  # from pixel experts to those of surroundings
STRENGTHS = (0.0, 0.3, 1.0, 4.0, 15.0, 50.0)
_PIXELS_ONLY: Point = (0.0, 0.0)
_IN_BETWEEN: Point = (0.5, 1.0)
_FEWEST = 4  # labels of the median class that a choice is made from
_FEWEST_SHARES = 8
_MOST_UNEQUAL = 2.5
_ERRORS = 1.0  # standard errors that are given away for what is usually better
_LEAST = 1e-4
_HOPELESS = 0.02  # probability of the right class; less of it costs no more


@dataclass(frozen=True)
class Choice:
    """What was chosen.

    Parameters
    ----------
    blend : float
        0 listens to the experts on pixels, 1 to those on surroundings.
    strength : float
        Of the agreement with neighbours that look alike.
    temperature : float
        Divides the logarithms of probabilities.
    """

    blend: float
    strength: float
    temperature: float


def candidates(counts: IntArray, *, is_clustered: bool) -> tuple[list[Point], str]:
    """Return what may be chosen, and a sentence where there is no choice.

    Parameters
    ----------
    counts : ndarray of int, shape (K,)
        Labels per class.
    is_clustered : bool
        As `hsiviewer.learning.data.label_spread.LabelSpread`.
    """
    if is_clustered:
        return [_PIXELS_ONLY], (
            "Labels that lie close together cannot tell how far the surroundings of a "
            "pixel help: pixels were classified one by one."
        )
    if np.median(counts) < _FEWEST:
        return [_IN_BETWEEN], (
            f"With fewer than {_FEWEST} labels a class, pixels and surroundings count "
            "the same, by a fixed rule."
        )
    return [(blend, strength) for blend in BLENDS for strength in STRENGTHS], ""


def may_weigh_shares(counts: IntArray) -> bool:
    """Tell whether class shares can be estimated: enough labels, equally many."""
    least, most = int(counts.min()), int(counts.max())
    return least >= _FEWEST_SHARES and most <= _MOST_UNEQUAL * least


def choose(
    held_out: Mapping[Point, FloatArray],
    targets: IntArray,
    *,
    agrees_strongly: bool = False,
) -> tuple[Choice, float]:
    """Choose by held-out labels: the least blend within one standard error.

    Of the strengths it is the best one. Between these the labels differ less, and are
    equally many for small and large classes, while most of the pixels of a scene lie
    in large fields, which gain most from neighbours that agree: `agrees_strongly`.

    Parameters
    ----------
    held_out : mapping
        Blend and strength to the probabilities of held-out labels, (n, K).
    targets : ndarray of int, shape (n,)
        Their classes; each counts the same in all.
    agrees_strongly : bool
        Whether the greatest strength within one standard error of the best is taken
        where surroundings help, and the loss of a label is bounded. It helps the
        experts of `ensemble`; networks did not gain by it.

    Returns
    -------
    choice : Choice
    accuracy : float
        Share of the held-out labels that the choice got right.
    """
    weights = 1 / np.bincount(targets)[targets]
    weights = weights / weights.mean()
    losses, temperatures = {}, {}
    for point, probabilities in held_out.items():
        scores = np.log(np.maximum(probabilities, _LEAST))
        temperatures[point] = fit_temperature(scores, targets)
        losses[point] = weights * _loss(
            scores / temperatures[point],
            targets,
            least=_HOPELESS if agrees_strongly else 0.0,
        )
    best = min(losses, key=lambda point: losses[point].mean())
    for blend in sorted({blend for blend, _ in losses}):
        strengths = sorted(point for point in losses if point[0] == blend)
        point = min(strengths, key=lambda point: losses[point].mean())
        if _is_near(losses[point], losses[best]):
            break
    if blend > 0 and agrees_strongly:
        point = max(
            other for other in strengths if _is_near(losses[other], losses[point])
        )
    right = held_out[point].argmax(axis=1) == targets
    return Choice(*point, temperatures[point]), float(right.mean())


def _loss(scores: FloatArray, targets: IntArray, *, least: float) -> FloatArray:
    """Return the negative log-likelihood of each label, shape (n,).

    Parameters
    ----------
    least : float
        Probability of the right class below which it costs no more: how hopeless a
        few labels are must not decide about all others.
    """
    right = log_softmax(scores, axis=1)[np.arange(len(targets)), targets]
    loss: FloatArray = -np.maximum(right, np.log(least) if least else -np.inf)
    return loss


def _is_near(losses: FloatArray, best: FloatArray) -> bool:
    """Tell whether losses are within one paired standard error of the best ones."""
    behind = losses - best
    error = float(behind.std()) / np.sqrt(len(behind))
    return bool(behind.mean() <= _ERRORS * error)


def told(choice: Choice, accuracy: float, held_out: int) -> str:
    """Return a sentence on what folds inside the labels have chosen."""
    kind = {0.0: "pixels alone", 0.5: "pixels and their surroundings alike"}.get(
        choice.blend, "the surroundings of pixels"
    )
    strength = (
        f"an agreement with neighbours of strength {choice.strength:g}"
        if choice.strength
        else "no agreement with neighbours"
    )
    return (
        f"Chosen by {held_out} held-out labels, {accuracy:.0%} of them right: "
        f"{kind}, and {strength}."
    )


Agree = Callable[[FloatArray, float, FloatArray | None], FloatArray]


def agreements(
    agree: Agree,
    priors: FloatArray,
    strengths: Sequence[float],
    alive: Callable[[], None],
) -> dict[float, FloatArray]:
    """Return the agreement of each strength; the last is where the next begins."""
    solutions: dict[float, FloatArray] = {}
    start = None
    for strength in strengths:
        alive()
        start = agree(priors, strength, start)
        solutions[strength] = start
    return solutions
