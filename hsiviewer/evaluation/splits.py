"""Labels and test pixels of an experiment, and how much their patches share."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.evaluation.protocol import LabelArray, sample_shots, shots_of_class

KINDS = ("random", "disjoint", "blocks")
FOLDS = 5  # of blocks; as many seeds in a row test each of them once
_BLOCKS_PER_SIDE = 8
_LEAST_TESTED = 0.25  # share of the pixels of a fold
_FEWEST_CLASSES = 2  # among which there is something to choose


@dataclass(frozen=True, eq=False)
class Split:
    """Which pixels are trained on and which are tested.

    Parameters
    ----------
    labels, test : ndarray of uint16, shape (rows, cols)
        Class ids, 0 elsewhere; no pixel is in both.
    left_out : tuple of int
        Classes of the reference that lie too close together to be both learned and
        tested; they are in neither.
    """

    labels: LabelArray
    test: LabelArray
    left_out: tuple[int, ...] = ()


def make_split(
    reference: npt.NDArray[np.integer],
    *,
    shots: float,
    seed: int,
    kind: str = "random",
    patch: int = 1,
) -> Split:
    """Divide a reference into labels and test pixels.

    ``random`` follows `sample_shots` and tests on all the rest. ``disjoint``
    draws the labels from spatial blocks of their own and tests only on pixels
    whose patches share nothing with those of the labels. A class that lies too close
    together for that is left out.

    ``blocks`` is a spatial cross-validation: the blocks of an 8 x 8 grid over the
    scene are dealt out to five folds, class by class so that each fold has blocks of
    every class where there are enough. Labels are drawn at random from the blocks of
    four folds, which lie all over the scene, and the pixels of the fifth test, but for
    those whose patches share something with a label's. Large patches would leave
    hardly any pixel of the blocks: a quarter of the pixels, those farthest from the
    labels, test in any case, and `overlap` counts those that share something. Seeds
    0-4 test the five folds of one deal in turn, seeds 5-9 those of the next. It says
    what to expect where labels come from many places, between them; a class within one
    block is left out. See Roberts et al. (2017), Ecography 40, doi
    10.1111/ecog.02881.

    Parameters
    ----------
    reference : ndarray of int, shape (rows, cols)
        Class ids, 0 where unknown.
    shots : int or float
    seed : int
        As in `sample_shots`.
    kind : str
        One of `KINDS`.
    patch : int
        Side of the patches that the method looks at, in pixels.

    Raises
    ------
    ConfigurationError
        If `kind` is unknown.
    TrainingDataError
        If the reference is empty or has no pixel to test with, or all classes but one
        lie too close together to be split into blocks.
    """
    if kind not in KINDS:
        raise ConfigurationError(
            f"there is no split {kind!r}; choose one of {', '.join(KINDS)}"
        )
    if not (reference > 0).any():
        raise TrainingDataError("the reference has no labelled pixel to draw from")
    if kind == "random":
        labels = sample_shots(reference, shots=shots, seed=seed)
        rest = np.where(labels > 0, 0, reference).astype(np.uint16)
        if not rest.any():
            raise TrainingDataError(
                "each class of the reference has a single pixel, so that none is left "
                "to test with; give a reference with more pixels"
            )
        return Split(labels, rest)
    chosen = _disjoint if kind == "disjoint" else _block_fold
    return chosen(reference, shots=shots, seed=seed, patch=patch)


def held_out_split(labels: LabelArray, *, seed: int, share: float = 0.5) -> Split:
    """Divide labels into those to learn from and those that are held out.

    A share of each class's labels is held out, drawn at random, one at least; a
    single label is learned from.

    Parameters
    ----------
    share : float
        Of the labels of a class, 0..0.5.

    Raises
    ------
    TrainingDataError
        If no class has two labels.
    """
    generator = np.random.default_rng([seed, 41])
    flat = labels.reshape(-1)
    test = np.zeros_like(flat)
    for class_id in np.unique(flat[flat > 0]):
        own = generator.permutation(np.flatnonzero(flat == class_id))
        if len(own) > 1:
            test[own[: max(1, int(share * len(own)))]] = class_id
    if not test.any():
        raise TrainingDataError(
            "no class has two labels, so that none can be held out; label more pixels"
        )
    learned = np.where(test > 0, 0, flat).astype(np.uint16)
    return Split(learned.reshape(labels.shape), test.reshape(labels.shape))


def overlap(split: Split, *, patch: int) -> int:
    """Count the test pixels whose patch shares a pixel with a label's patch.

    Random splits of overlapping patches flatter every method; reports say by
    how many pixels.
    """
    near = near_labels(split.labels > 0, distance=patch - 1)
    return int(np.count_nonzero(near & (split.test > 0)))


def _disjoint(
    reference: npt.NDArray[np.integer], *, shots: float, seed: int, patch: int
) -> Split:
    generator = np.random.default_rng(seed)
    blocks = blocks_of(reference.shape)
    labels = np.zeros(reference.shape, np.uint16)
    for class_id in np.unique(reference[reference > 0]):
        own = reference == class_id
        wanted = shots_of_class(int(own.sum()), shots=shots)
        chosen = _training_blocks(blocks, own, wanted, generator)
        candidates = np.flatnonzero(own & np.isin(blocks, chosen))
        picked = generator.permutation(candidates)[:wanted]
        labels.reshape(-1)[picked] = class_id
    split = apart(reference, labels, patch=patch)
    left_out: list[int] = []
    while lost := sorted(_ids(reference) - _ids(split.test) - set(left_out)):
        # Without its labels, others may be far enough from all that are left.
        left_out.append(min(lost, key=lambda lost_id: (reference == lost_id).sum()))
        kept = np.where(np.isin(reference, left_out), 0, reference)
        split = apart(kept, np.where(kept > 0, labels, 0), patch=patch)
    if left_out and len(_ids(split.labels)) < _FEWEST_CLASSES:
        raise TrainingDataError(
            f"class {left_out[0]} lies too close together: no pixel of it is farther "
            f"than the patch of {patch} pixels from the labels, and so it is with all "
            "other classes but one; use the random split, fewer shots or a smaller "
            "patch"
        )
    return replace(split, left_out=tuple(sorted(left_out)))


def _block_fold(
    reference: npt.NDArray[np.integer], *, shots: float, seed: int, patch: int
) -> Split:
    deal, fold = divmod(seed, FOLDS)
    blocks = blocks_of(reference.shape)
    fold_of = dealt(reference, blocks, np.random.default_rng([deal, 71]))
    is_tested = fold_of[blocks] == fold
    left_out = [
        class_id
        for class_id in sorted(_ids(reference))
        if len(np.unique(blocks[reference == class_id])) == 1
        or is_tested[reference == class_id].all()
    ]
    kept = np.where(np.isin(reference, left_out), 0, reference)
    known = np.where(is_tested, 0, kept)
    if len(_ids(known)) < _FEWEST_CLASSES:
        raise TrainingDataError(
            "fewer than two classes of the reference lie in several blocks of the "
            "scene, so that none can be both learned and tested; use the random split"
        )
    labels = sample_shots(known, shots=shots, seed=seed)
    tested = np.where(is_tested, kept, 0)
    if not tested.any():
        raise TrainingDataError(
            f"no pixel of the reference lies in the blocks that test with seed {seed}; "
            "use the random split or another seed"
        )
    # As the king moves.
    distance = ndimage.distance_transform_cdt(labels == 0, metric="chessboard")
    reach = int(np.quantile(distance[tested > 0], 1 - _LEAST_TESTED))
    kept_away = max(1, min(patch, reach))
    split = apart(tested, labels, patch=kept_away)
    return replace(split, left_out=tuple(left_out))


def dealt(
    reference: npt.NDArray[np.integer],
    blocks: npt.NDArray[np.intp],
    generator: np.random.Generator,
    *,
    folds: int = FOLDS,
) -> npt.NDArray[np.intp]:
    """Deal blocks out to folds, those of the class with the fewest blocks first.

    Returns
    -------
    ndarray of int, shape (blocks,)
        Fold of each block; a block without any class has -1.
    """
    fold_of = np.full(int(blocks.max()) + 1, -1)
    of_class = [
        np.unique(blocks[reference == class_id]) for class_id in _ids(reference)
    ]
    for own in sorted(of_class, key=len):
        for block in generator.permutation(own[fold_of[own] < 0]):
            # To the fold with the fewest blocks of this class, then of all.
            held = [
                (np.sum(fold_of[own] == fold), np.sum(fold_of == fold))
                for fold in range(folds)
            ]
            fewest = [fold for fold in range(folds) if held[fold] == min(held)]
            fold_of[block] = generator.choice(fewest)
    return fold_of


def apart(
    reference: npt.NDArray[np.integer], labels: LabelArray, *, patch: int
) -> Split:
    """Test on all pixels of a reference whose patches are apart from the labels'."""
    near = near_labels(labels > 0, distance=patch - 1)
    return Split(labels, np.where(near, 0, reference).astype(np.uint16))


def _ids(values: npt.NDArray[np.integer]) -> set[int]:
    return set(np.unique(values[values > 0]).tolist())


def blocks_of(
    shape: tuple[int, ...], *, side: int = _BLOCKS_PER_SIDE
) -> npt.NDArray[np.intp]:
    """Give every pixel the number of its cell in a grid over the scene."""
    rows, cols = (np.arange(extent) * side // max(1, extent) for extent in shape)
    return rows[:, None] * side + cols[None, :]


def _training_blocks(
    blocks: npt.NDArray[np.intp],
    own: npt.NDArray[np.bool_],
    wanted: int,
    generator: np.random.Generator,
) -> npt.NDArray[np.intp]:
    """Draw blocks of a class until they hold enough of its pixels."""
    ids, counts = np.unique(blocks[own], return_counts=True)
    order = generator.permutation(ids.size)
    enough = int(np.searchsorted(np.cumsum(counts[order]), wanted)) + 1
    return ids[order[:enough]]


def near_labels(
    labelled: npt.NDArray[np.bool_], *, distance: int
) -> npt.NDArray[np.bool_]:
    """Tell which pixels lie within a distance, counted as the king moves."""
    if distance < 1:
        return labelled
    side = 2 * distance + 1
    # A square maximum is separable, unlike a dilation by a given structure.
    found: npt.NDArray[np.uint8] = ndimage.maximum_filter(
        labelled.astype(np.uint8), side, mode="constant"
    )
    return found > 0
