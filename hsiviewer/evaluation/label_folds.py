"""Labels divided into folds by blocks of space, for a figure without a reference."""

from dataclasses import dataclass

import numpy as np

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.labels import LabelArray
from hsiviewer.evaluation.splits import Split, blocks_of, dealt, near_labels

_SIDES = (4, 8, 16, 32)  # blocks along each side of the scene, the coarsest first
_FEWEST = 2  # classes among which there is something to choose


@dataclass(frozen=True, eq=False)
class LabelFolds:
    """Folds that are held out in turn.

    Parameters
    ----------
    splits : tuple of Split
        Labels to learn from, and labels that test, for each fold.
    untested : tuple of int
        Classes whose labels lie in one place: they cannot be learned and tested.
    blocks_per_side : int
        Of the grid over the scene.
    """

    splits: tuple[Split, ...]
    untested: tuple[int, ...]
    blocks_per_side: int


def label_folds(
    labels: LabelArray, *, folds: int, patch: int, seed: int = 0
) -> LabelFolds:
    """Divide labels into folds that lie in separate blocks of the scene.

    Whole blocks are held out together, as labels beside each other are alike. Labels
    that share their patch with one that is learned from do not test. The coarsest grid
    is used in which every class has labels in two blocks at least, or else the one in
    which most classes do. See Roberts and others (2017), doi:10.1111/ecog.02881.

    Parameters
    ----------
    labels : ndarray of uint16, shape (rows, cols)
        Class ids; 0 elsewhere.
    folds : int
        At least 2; fewer are made where there are fewer blocks with labels.
    patch : int
        Side of the patches that the method looks at.

    Raises
    ------
    TrainingDataError
        If the labels lie too close together to be held out by blocks.
    """
    side = _fitting_side(labels)
    blocks = blocks_of(labels.shape, side=side)
    generator = np.random.default_rng([seed, 97])
    fold_of = dealt(labels, blocks, generator, folds=folds)
    splits = []
    for fold in range(folds):
        is_held_out = (fold_of[blocks] == fold) & (labels > 0)
        learned = np.where(is_held_out, 0, labels).astype(np.uint16)
        known = np.unique(learned[learned > 0])
        if known.size < _FEWEST:
            continue
        near = near_labels(learned > 0, distance=patch - 1)
        tests = is_held_out & ~near & np.isin(labels, known)
        if tests.any():
            test = np.where(tests, labels, 0).astype(np.uint16)
            splits.append(Split(learned, test))
    if not splits:
        raise TrainingDataError(
            "the labels lie too close together to be held out by blocks of the scene; "
            "label pixels in other places, too"
        )
    tested = {int(each) for split in splits for each in np.unique(split.test)}
    lost = sorted({int(each) for each in np.unique(labels)} - tested - {0})
    return LabelFolds(tuple(splits), tuple(lost), side)


def _fitting_side(labels: LabelArray) -> int:
    ids = np.unique(labels[labels > 0])
    spread = {}
    for side in _SIDES:
        blocks = blocks_of(labels.shape, side=side)
        spread[side] = sum(
            np.unique(blocks[labels == class_id]).size > 1 for class_id in ids
        )
    best = max(spread.values())
    return next(side for side in _SIDES if spread[side] == best)
