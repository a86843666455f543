"""How the few labels of an experiment are drawn from a reference."""

import numpy as np
import numpy.typing as npt

LabelArray = npt.NDArray[np.uint16]

_SMALL_CLASS_SHOTS = 15


def sample_shots(
    reference: npt.NDArray[np.integer], *, shots: float, seed: int
) -> LabelArray:
    """Draw the labels of each class from a reference at random.

    For each class in order of id, the row-major flat indices of its pixels are
    shuffled, by one generator for all classes that is made anew for each seed.
    The first `shots` are the labels; a class with no more pixels than that
    gives half of them, at least 1 and at most 15.

    Parameters
    ----------
    reference : ndarray of int, shape (rows, cols)
        Class ids, 0 where unknown.
    shots : int or float
        Labels per class; below 1, the share of each class's pixels.
    seed : int
        Same seed, same labels.

    Returns
    -------
    ndarray of uint16, shape (rows, cols)
        The labels, 0 elsewhere.

    Raises
    ------
    ValueError
        If `shots` is not positive.
    """
    if shots <= 0:
        raise ValueError(f"at least one label per class is needed, not {shots}")
    # The protocol is defined by this legacy generator; others shuffle otherwise.
    generator = np.random.RandomState(seed)
    flat = np.ascontiguousarray(reference).reshape(-1)
    labels = np.zeros(flat.size, np.uint16)
    for class_id in np.unique(flat[flat > 0]):
        indices = np.flatnonzero(flat == class_id)
        generator.shuffle(indices)
        labels[indices[: shots_of_class(indices.size, shots=shots)]] = class_id
    return labels.reshape(reference.shape)


def shots_of_class(pixels: int, *, shots: float) -> int:
    """Return how many of a class's `pixels` become labels."""
    if shots < 1:
        # One pixel at least is left to test with.
        return max(1, min(pixels - 1, round(shots * pixels)))
    if pixels > shots:
        return int(shots)
    return max(1, min(_SMALL_CLASS_SHOTS, pixels // 2))
