"""The machine itself and the choice of its two parameters inside the shots."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter
from sklearn.decomposition import PCA
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from hsiviewer.learning.calibration import fit_temperature
from hsiviewer.learning.methods.svm.config import SvmConfig

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

_COSTS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
# Times 1 / number of features, so that one grid suits any number of bands.
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


def make_machine(config: SvmConfig, cost: float, gamma: float) -> Pipeline:
    """Return an untrained machine on standardised spectra."""
    steps = [StandardScaler()]
    if config.components:
        steps.append(PCA(config.components, svd_solver="full"))
    # The votes of the pairs alone often tie; their margins decide.
    return make_pipeline(*steps, SVC(C=cost, gamma=gamma, break_ties=True))


def decision_values(machine: Pipeline, spectra: FloatArray) -> FloatArray:
    """Return one score per class, shape (n, K); the greatest one wins."""
    values = machine.decision_function(spectra)
    return np.stack([-values, values], axis=1) if values.ndim == 1 else values


def choose_parameters(
    spectra: FloatArray,
    targets: IntArray,
    config: SvmConfig,
    *,
    seed: int,
    report: Callable[[float], None],
) -> Choice:
    """Cross-validate the grid of C and gamma inside the shots.

    The score of a grid point is averaged with its neighbours': with few shots
    many points tie, and the middle of a plateau generalises best.

    Parameters
    ----------
    spectra : ndarray of float64, shape (n, bands)
        Spectra of the shots.
    targets : ndarray of int, shape (n,)
        0..K-1.
    config : SvmConfig
        Folds and repeats.
    seed : int
        Decides the folds.
    report : callable
        Told the finished share, 0..1.
    """
    gammas = [each / spectra.shape[1] for each in _WIDTHS]
    splits = _folds(targets, config, np.random.default_rng(seed))
    if not splits:
        return Choice(100.0, gammas[3], float("nan"), 1.0)
    values = {}
    scores = np.empty((len(_COSTS), len(gammas)))
    for row, cost in enumerate(_COSTS):
        for col, gamma in enumerate(gammas):
            report((row * len(gammas) + col) / scores.size)
            held_out = [
                _held_out(spectra, targets, split, make_machine(config, cost, gamma))
                for split in splits
            ]
            values[row, col] = np.concatenate(held_out)
            scores[row, col] = _balanced_accuracy(
                values[row, col], targets[np.concatenate(splits)]
            )
    smooth = uniform_filter(scores, 3, mode="nearest")
    row, col = divmod(int(np.argmax(smooth.round(6))), len(gammas))
    return Choice(
        _COSTS[row],
        gammas[col],
        float(scores[row, col]),
        fit_temperature(values[row, col], targets[np.concatenate(splits)]),
    )


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
    spectra: FloatArray, targets: IntArray, split: IntArray, machine: Pipeline
) -> FloatArray:
    kept = np.ones(len(targets), bool)
    kept[split] = False
    machine.fit(spectra[kept], targets[kept])
    return decision_values(machine, spectra[split])


def _balanced_accuracy(values: FloatArray, targets: IntArray) -> float:
    right = values.argmax(axis=1) == targets
    return float(np.mean([right[targets == each].mean() for each in set(targets)]))
