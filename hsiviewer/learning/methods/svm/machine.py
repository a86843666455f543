"""The machine itself and the choice of its two parameters inside the shots."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.svm import SVC

from hsiviewer.learning.calibration import fit_temperature
from hsiviewer.learning.methods.svm.config import SvmConfig

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

_COSTS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
# Times 1 / (features * their variance), so that one grid suits any scene.
_WIDTHS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


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
    """

    cost: float
    gamma: float
    accuracy: float
    temperature: float


def make_machine(cost: float, gamma: float) -> SVC:
    """Return an untrained machine."""
    # The votes of the pairs alone often tie; their margins decide.
    return SVC(C=cost, gamma=gamma, break_ties=True)


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
    gammas = [each * unit for each in _WIDTHS]
    splits = _folds(targets, config, np.random.default_rng(seed))
    if not splits:
        return Choice(100.0, gammas[3], float("nan"), 1.0)
    values = {}
    scores = np.empty((len(_COSTS), len(gammas)))
    for row, cost in enumerate(_COSTS):
        for col, gamma in enumerate(gammas):
            report((row * len(gammas) + col) / scores.size)
            held_out = [
                _held_out(spectra, targets, split, make_machine(cost, gamma))
                for split in splits
            ]
            values[row, col] = np.concatenate(held_out)
            scores[row, col] = _balanced_accuracy(
                values[row, col], targets[np.concatenate(splits)]
            )
    row, col = _smoothest(scores, len(targets))
    return Choice(
        _COSTS[row],
        gammas[col],
        float(scores[row, col]),
        fit_temperature(values[row, col], targets[np.concatenate(splits)]),
    )


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
    most = int(np.bincount(targets).max())
    folds = min(config.folds, most)
    held_out = []
    for _ in range(config.repeats if folds > 1 else 0):
        fold_of = np.full(len(targets), -1)
        for target in np.unique(targets):
            members = generator.permutation(np.flatnonzero(targets == target))
            if len(members) > 1:
                start = int(generator.integers(folds))
                fold_of[members] = (start + np.arange(len(members))) % folds
        held_out += [np.flatnonzero(fold_of == fold) for fold in range(folds)]
    return [each for each in held_out if each.size]


def _held_out(
    spectra: FloatArray, targets: IntArray, split: IntArray, machine: SVC
) -> FloatArray:
    kept = np.ones(len(targets), bool)
    kept[split] = False
    machine.fit(spectra[kept], targets[kept])
    return decision_values(machine, spectra[split])


def _balanced_accuracy(values: FloatArray, targets: IntArray) -> float:
    right = values.argmax(axis=1) == targets
    return float(np.mean([right[targets == each].mean() for each in set(targets)]))
