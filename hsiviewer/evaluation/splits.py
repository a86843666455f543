"""Labels and test pixels of an experiment, and how much their patches share."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.evaluation.protocol import LabelArray, sample_shots, shots_of_class

KINDS = ("random", "disjoint")
_BLOCKS_PER_SIDE = 8


@dataclass(frozen=True, eq=False)
class Split:
    """Which pixels are trained on and which are tested.

    Parameters
    ----------
    labels, test : ndarray of uint16, shape (rows, cols)
        Class ids, 0 elsewhere; no pixel is in both.
    """

    labels: LabelArray
    test: LabelArray


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
    whose patches share nothing with those of the labels.

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
        If the reference is empty or has no pixel to test with, or a class lies too
        close together to be split into blocks.
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
    return _disjoint(reference, shots=shots, seed=seed, patch=patch)


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
    near = _near(split.labels > 0, distance=patch - 1)
    return int(np.count_nonzero(near & (split.test > 0)))


def _disjoint(
    reference: npt.NDArray[np.integer], *, shots: float, seed: int, patch: int
) -> Split:
    generator = np.random.default_rng(seed)
    blocks = _blocks(reference.shape)
    labels = np.zeros(reference.shape, np.uint16)
    for class_id in np.unique(reference[reference > 0]):
        own = reference == class_id
        wanted = shots_of_class(int(own.sum()), shots=shots)
        chosen = _training_blocks(blocks, own, wanted, generator)
        candidates = np.flatnonzero(own & np.isin(blocks, chosen))
        picked = generator.permutation(candidates)[:wanted]
        labels.reshape(-1)[picked] = class_id
    near = _near(labels > 0, distance=patch - 1)
    test = np.where(near, 0, reference).astype(np.uint16)
    lost = sorted(set(np.unique(reference)) - set(np.unique(test)) - {0})
    if lost:
        raise TrainingDataError(
            f"class {lost[0]} lies too close together: no pixel of it is farther "
            f"than the patch of {patch} pixels from its labels; use the random "
            "split, fewer shots or a smaller patch"
        )
    return Split(labels, test)


def _blocks(shape: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """Give every pixel the number of its cell in a grid over the scene."""
    rows, cols = (
        np.arange(extent) * _BLOCKS_PER_SIDE // max(1, extent) for extent in shape
    )
    return rows[:, None] * _BLOCKS_PER_SIDE + cols[None, :]


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


def _near(labelled: npt.NDArray[np.bool_], *, distance: int) -> npt.NDArray[np.bool_]:
    """Tell which pixels lie within a distance, counted as the king moves."""
    if distance < 1:
        return labelled
    side = 2 * distance + 1
    # A square maximum is separable, unlike a dilation by a given structure.
    found: npt.NDArray[np.uint8] = ndimage.maximum_filter(
        labelled.astype(np.uint8), side, mode="constant"
    )
    return found > 0
