"""The experts that vote: what each looks at, and how it learns from labels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import log_softmax
from sklearn.ensemble import ExtraTreesClassifier

from hsiviewer.learning.methods.logistic.method import fit_logistic
from hsiviewer.learning.methods.svm.machine import decision_values, fitted_machine
from hsiviewer.learning.training.calibration import stratified
from hsiviewer.learning.training.classic import LabelledFeatures
from hsiviewer.learning.training.discriminants import fit_discriminant
from hsiviewer.learning.training.forests import grown

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
Score = Callable[[FloatArray], FloatArray]

_LEAST_SHARE = 1e-3  # of the trees of a forest, for a class that none votes for
_LEAST_PROBABILITY = 1e-4
_COST, _WIDTH = 100.0, 0.3  # of the machines; the width times 1 / total variance
_MOST_LABELS = 4000  # that a machine or a regression is fitted on
_AT_ONCE = 1 << 12  # pixels


@dataclass(frozen=True)
class Settings:
    """How the experts learn.

    Parameters
    ----------
    trees : int
        Of each forest.
    seed : int
        Of the forests, and of the labels that machines are fitted on.
    alive : callable
        Called every few trees; may raise to stop.
    """

    trees: int
    seed: int
    alive: Callable[[], None]


Fit = Callable[[FloatArray, IntArray, Settings], Score]


def fit_normal(features: FloatArray, targets: IntArray, settings: Settings) -> Score:
    """Fit a linear discriminant, shrunken towards the variances of the features."""
    del settings
    values = features.astype(np.float64)
    score = fit_discriminant(values, targets, is_standardised=True)
    return lambda pixels: score(pixels.astype(np.float64))


def fit_trees(features: FloatArray, targets: IntArray, settings: Settings) -> Score:
    """Grow extremely randomised trees, all classes of the same weight.

    Geurts, Ernst and Wehenkel (2006), doi:10.1007/s10994-006-6226-1.
    """
    forest = grown(
        ExtraTreesClassifier(random_state=settings.seed % 2**32),
        features,
        targets,
        trees=settings.trees,
        report=lambda _share: settings.alive(),
    )
    return lambda pixels: np.log(np.maximum(forest.predict_proba(pixels), _LEAST_SHARE))


def fit_machine(features: FloatArray, targets: IntArray, settings: Settings) -> Score:
    """Fit a support vector machine on features whose total variance is about 1.

    Its scores are decision values. A search for C and gamma inside some labels is
    mostly noise and was no better.
    """
    values, known = _some(features, targets, settings)
    machine = fitted_machine(_COST, _WIDTH, values, known)
    return lambda pixels: decision_values(machine, pixels.astype(np.float64))


def fit_regression(
    features: FloatArray, targets: IntArray, settings: Settings
) -> Score:
    """Fit a logistic regression on features whose total variance is about 1."""
    values, known = _some(features, targets, settings)
    labelled = LabelledFeatures(values, known, None, settings.seed)
    # C is 1 for features of mean variance 1.
    score = fit_logistic(labelled, cost=features.shape[1])
    return lambda pixels: score(pixels.astype(np.float64))


def _some(
    features: FloatArray, targets: IntArray, settings: Settings
) -> tuple[npt.NDArray[np.float64], IntArray]:
    """Return features and targets of some labels, if there are very many."""
    generator = np.random.default_rng([settings.seed, 14])
    used = stratified(targets, _MOST_LABELS, generator)
    return features[used].astype(np.float64), targets[used]


@dataclass(frozen=True)
class Expert:
    """One voter.

    Parameters
    ----------
    blocks : tuple of str
        Features that it looks at, as `WindowFeatures.blocks`.
    fit : callable
        Learns from labels.
    is_spatial : bool
        Whether it looks at the surroundings of a pixel.
    has_probabilities : bool
        Whether its scores are logarithms of probabilities; those of others are
        divided by a temperature that held-out labels choose.
    least_labels, most_labels : float
        Labels of the median class between which it is listened to.
    """

    blocks: tuple[str, ...]
    fit: Fit
    is_spatial: bool = False
    has_probabilities: bool = False
    least_labels: float = 1
    most_labels: float = np.inf

    def is_heard(self, targets: IntArray) -> bool:
        """Tell whether it is listened to, given the classes of all labels."""
        labels = float(np.median(np.bincount(targets)))
        return self.least_labels <= labels <= self.most_labels


# What learns a smooth border needs many labels of each class to be worth anything
# beside trees on surroundings, and is worth much where trees have one or two.
_SCARCE, _ENOUGH = 3, 4
EXPERTS = (
    Expert(("halved",), fit_normal, least_labels=_ENOUGH),
    Expert(("halved",), fit_regression, least_labels=_ENOUGH),
    Expert(("halved",), fit_trees, has_probabilities=True),
    Expert(("noise",), fit_trees, has_probabilities=True),
    Expert(("plain",), fit_machine),
    Expert(("noise",), fit_machine),
    Expert(
        ("near", "wide", "far", "edges"),
        fit_trees,
        is_spatial=True,
        has_probabilities=True,
    ),
    Expert(("shapes",), fit_trees, is_spatial=True, has_probabilities=True),
    Expert(("wide", "edges"), fit_machine, is_spatial=True, most_labels=_SCARCE),
    Expert(("far",), fit_machine, is_spatial=True, most_labels=_SCARCE),
)


def joined(blocks: Mapping[str, FloatArray], names: tuple[str, ...]) -> FloatArray:
    """Return features side by side, shape (n, features), of total variance 1.

    Parameters
    ----------
    blocks : mapping
        Name to features (n, d) of a total variance of 1 each.
    names : tuple of str
        Those wanted.
    """
    if len(names) == 1:
        return blocks[names[0]]
    side_by_side: FloatArray = np.concatenate([blocks[name] for name in names], axis=1)
    return side_by_side / np.float32(len(names) ** 0.5)


def in_parts(
    score: Score, pixels: FloatArray, alive: Callable[[], None]
) -> npt.NDArray[np.float32]:
    """Return the scores of many pixels, computed some at a time.

    Parameters
    ----------
    alive : callable
        Called before each part; may raise to stop.
    """
    parts = []
    for start in range(0, len(pixels), _AT_ONCE):
        alive()
        parts.append(score(pixels[start : start + _AT_ONCE]).astype(np.float32))
    return np.concatenate(parts)


def log_probabilities(
    scores: npt.NDArray[np.float32], temperature: float
) -> npt.NDArray[np.float32]:
    """Return logarithms of probabilities; none says that a class is impossible."""
    found: npt.NDArray[np.float32] = np.maximum(
        log_softmax(scores / np.float32(temperature), axis=-1),
        np.float32(np.log(_LEAST_PROBABILITY)),
    )
    return found
