"""The machine itself and the choice of its two parameters inside the shots."""

import dataclasses
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import SVC

from hsiviewer.learning.methods.svm.config import SvmConfig
from hsiviewer.learning.training.calibration import (
    balanced_accuracy,
    fit_temperature,
    held_out_folds,
    stratified,
)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

COSTS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
# Times 1 / (features * their variance), so that one grid suits any scene.
_WIDTHS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
# Up to here every point of the grid is tried on all labels.
FEW_LABELS = 300
# With more, the search has stages: labels, points of the grid, share of the time.
_SAMPLES = (400, 1500)
_POINTS = (30, 6)
_SHARES = (0.4, 1.0)
_FIT_S, _LAST_FIT_S = 1.0, 15.0  # of one machine, about
_STEP_S = 28e-9  # measured, for each shot of a pair
_LEAST_STEPS = 1000


@dataclass(frozen=True)
class Choice:
    """Parameters chosen by cross-validation.

    Parameters
    ----------
    cost, gamma : float
        C and gamma of the kernel ``exp(-gamma |x - y|^2)``.
    accuracy : float
        Mean over classes of the share of held-out shots that were right; NaN
        where no class has two labels.
    temperature : float
        Divides decision values before the softmax.
    search : str
        How they were found, in words.
    """

    cost: float
    gamma: float
    accuracy: float
    temperature: float
    search: str


def make_machine(cost: float, gamma: float) -> SVC:
    """Return an untrained machine."""
    # The votes of the pairs alone often tie; their margins decide.
    return SVC(C=cost, gamma=gamma, break_ties=True)


def fitted_machine(
    cost: float, gamma: float, spectra: FloatArray, targets: IntArray
) -> SVC:
    """Return a machine that was fitted on shots, in a minute at most."""
    machine = make_machine(cost, gamma)
    if len(targets) > FEW_LABELS:
        limit_steps(machine, targets, _LAST_FIT_S)
    _fit(machine, spectra, targets)
    return machine


def limit_steps(machine: SVC, targets: IntArray, seconds: float) -> None:
    """End the optimisation of a machine after so many steps as take some seconds.

    Shots that no machine can tell apart would take hours with a great C. Steps are
    counted, not seconds: the answer is the same on every machine. Where classes can
    be told apart, the optimisation ends long before.
    """
    classes = len(np.unique(targets))
    # Each of K (K - 1) / 2 pairs passes over 2 n / K shots in a step.
    steps = seconds / (_STEP_S * classes * len(targets))
    machine.max_iter = max(_LEAST_STEPS, int(steps))


def decision_values(machine: SVC, spectra: FloatArray) -> FloatArray:
    """Return one score per class, shape (n, K); the greatest one wins."""
    values = machine.decision_function(spectra)
    return np.stack([-values, values], axis=1) if values.ndim == 1 else values


def choose_parameters(
    spectra: FloatArray,
    targets: IntArray,
    config: SvmConfig,
    *,
    unit: float,
    seed: int,
    report: Callable[[float], None],
) -> Choice:
    """Cross-validate the grid of C and gamma inside the shots.

    With up to 300 shots every point of the grid is tried on all of them. With more,
    the search is a halving one: the whole grid on a sample of 400, the best six points
    on a sample of 1500, each class by its share; so 6000 shots take no longer than
    2000, but for the last fit.

    With few shots most of the grid is within the noise of the best point. Of the
    points within one standard error of it, the smoothest machine is taken: the
    widest kernel, then the smallest C (Breiman et al. 1984, "Classification and
    Regression Trees", the one-standard-error rule).

    Parameters
    ----------
    spectra : ndarray of float64, shape (n, features)
        Scaled spectra of the shots.
    targets : ndarray of int, shape (n,)
        0..K-1.
    config : SvmConfig
        Folds and repeats.
    unit : float
        Gamma that suits the spread of the scene's spectra; the grid is around it.
    seed : int
        Decides the folds.
    report : callable
        Told the finished share, 0..1.
    """
    gammas = [width * unit for width in _WIDTHS]
    if not _folds(targets, config, np.random.default_rng(seed)):
        return Choice(100.0, gammas[3], float("nan"), 1.0, "none: no class has two")
    grid = [(row, col) for row in range(len(COSTS)) for col in range(len(gammas))]
    search = _Search(spectra, targets, config, gammas, seed)
    if len(targets) <= FEW_LABELS:
        found = _cross_validated(search, grid, report)
        told = f"grid of {len(grid)} points on {len(targets)} labels"
    else:
        found = _narrowed(search, grid, report)
        told = "halving: " + ", then ".join(
            f"{points} points on {min(most, len(targets))} labels"
            for points, most in zip(_POINTS, _SAMPLES, strict=True)
        )
    row, col = _smoothest(found.scores, len(targets))
    return Choice(
        COSTS[row],
        gammas[col],
        float(found.scores[row, col]),
        fit_temperature(found.values[row, col], found.held_out),
        told,
    )


@dataclass(frozen=True, eq=False)
class _Search:
    """Shots, and what is tried on them."""

    spectra: FloatArray
    targets: IntArray
    config: SvmConfig
    gammas: list[float]
    seed: int
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class _Scored:
    """What cross-validation says of points of the grid.

    Parameters
    ----------
    scores : ndarray of float64, shape (costs, gammas)
        Balanced accuracy; -inf where a point was not tried.
    values : dict
        Decision values of the held-out shots by point.
    held_out : ndarray of int
        Targets of the held-out shots.
    """

    scores: FloatArray
    values: dict[tuple[int, int], FloatArray]
    held_out: IntArray


def _narrowed(
    search: _Search,
    grid: list[tuple[int, int]],
    report: Callable[[float], None],
) -> _Scored:
    """Cross-validate the whole grid on some shots, and its best points on more.

    The time of a machine grows faster than the square of its shots, and with many
    shots one cross-validation is as sure as three with few.
    """
    once = dataclasses.replace(search.config, repeats=1)
    targets, seed = search.targets, search.seed
    start, found = 0.0, None
    for most, points, stop in zip(_SAMPLES, _POINTS, _SHARES, strict=True):
        if found is not None:
            order = np.argsort(-found.scores, axis=None, kind="stable")[:points]
            best = np.unravel_index(order, found.scores.shape)
            grid = sorted(zip(best[0].tolist(), best[1].tolist(), strict=True))
        part = stratified(targets, most, np.random.default_rng([seed, 13]))
        some = dataclasses.replace(
            search, spectra=search.spectra[part], targets=targets[part], config=once,
            seconds=_FIT_S,
        )  # fmt: skip
        found = _cross_validated(some, grid, partial(_part_of, report, start, stop))
        start = stop
    assert found is not None
    return found


def _part_of(
    report: Callable[[float], None], start: float, stop: float, share: float
) -> None:
    report(start + (stop - start) * share)


def _cross_validated(
    search: _Search,
    points: list[tuple[int, int]],
    report: Callable[[float], None],
) -> _Scored:
    generator = np.random.default_rng(search.seed)
    splits = _folds(search.targets, search.config, generator)
    held_out = search.targets[np.concatenate(splits)]
    values = {}
    scores = np.full((len(COSTS), len(search.gammas)), -np.inf)
    for number, (row, col) in enumerate(points):
        found = []
        for fold, split in enumerate(splits):
            report((number + fold / len(splits)) / len(points))
            machine = make_machine(COSTS[row], search.gammas[col])
            if search.seconds:
                limit_steps(machine, search.targets, search.seconds)
            found.append(_held_out(search.spectra, search.targets, split, machine))
        values[row, col] = np.concatenate(found)
        scores[row, col] = balanced_accuracy(values[row, col], held_out)
    return _Scored(scores, values, held_out)


def _smoothest(scores: FloatArray, samples: int) -> tuple[int, int]:
    """Return row (C) and column (gamma) by the one-standard-error rule."""
    best = float(scores.max())
    error = np.sqrt(max(best * (1 - best), 1e-4) / samples)
    cols, rows = np.nonzero(best - error <= scores.T)
    return int(rows[0]), int(cols[0])


def _folds(
    targets: IntArray, config: SvmConfig, generator: np.random.Generator
) -> list[IntArray]:
    """Return the held-out shots of every fold of every repeat.

    Each class is dealt out in turn, so that all folds see all classes; a class
    with a single label is never held out.
    """
    return [
        fold
        for _ in range(config.repeats)
        for fold in held_out_folds(targets, config.folds, generator)
    ]


def _held_out(
    spectra: FloatArray, targets: IntArray, split: IntArray, machine: SVC
) -> FloatArray:
    kept = np.ones(len(targets), bool)
    kept[split] = False
    _fit(machine, spectra[kept], targets[kept])
    return decision_values(machine, spectra[split])


def _fit(machine: SVC, spectra: FloatArray, targets: IntArray) -> None:
    with warnings.catch_warnings():
        # Of the end that `limit_steps` sets.
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(spectra, targets)
