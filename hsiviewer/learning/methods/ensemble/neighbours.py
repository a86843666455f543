"""Neighbours of labels that the map gives the same class, learned from as well.

Where the surroundings of a pixel tell its class better than the pixel itself, a scene
is made of fields. What lies beside a label and is given its class is then hardly ever
anything else, and shows how a class varies, which a handful of labels cannot.
"""

import dataclasses

import numpy as np
import numpy.typing as npt

from hsiviewer.learning.methods.ensemble.folds import Folds, LabelledWindow, group
from hsiviewer.learning.methods.ensemble.predictor import Votes
from hsiviewer.learning.training.choosing import Choice
from hsiviewer.learning.training.surroundings import blended

IntArray = npt.NDArray[np.intp]

REACH = 5  # pixels to each side of a label
_FEW, _MANY = 4, 8  # labels of the median class from and below which it is worth it


def are_learned_from(choice: Choice, counts: IntArray) -> bool:
    """Tell whether neighbours of labels are learned from.

    Parameters
    ----------
    choice : Choice
        What held-out labels spoke for.
    counts : ndarray of int, shape (K,)
        Labels per class.
    """
    return choice.blend == 1 and _FEW <= float(np.median(counts)) < _MANY


def with_neighbours(
    folds: Folds, votes: Votes, windows: list[LabelledWindow]
) -> tuple[Folds, int]:
    """Add neighbours of labels that the experts on surroundings take for their class.

    Parameters
    ----------
    folds : Folds
        The labels.
    votes : Votes
        Experts that have learned from them.
    windows : list of LabelledWindow
        Where neighbours are looked for.

    Returns
    -------
    folds : Folds
        With the neighbours behind the labels.
    added : int
        How many there are.
    """
    nodes = [_near(folds, votes, window) for window in windows]
    blocks = {
        name: np.concatenate(
            [
                block,
                *(
                    window.features.blocks[name][near]
                    for window, (near, _) in zip(windows, nodes, strict=True)
                ),
            ]
        )
        for name, block in folds.blocks.items()
    }
    targets = np.concatenate([folds.targets, *(found for _, found in nodes)])
    added = len(targets) - len(folds.targets)
    return dataclasses.replace(folds, blocks=blocks, targets=targets), added


def _near(
    folds: Folds, votes: Votes, window: LabelledWindow
) -> tuple[IntArray, IntArray]:
    """Return the neighbours of the labels of a window, and their classes."""
    around = group(
        votes.scores,
        votes.temperatures,
        window.features.blocks,
        is_spatial=True,
        alive=folds.alive,
    )
    priors = blended(around, around, votes.choice.blend)
    mapped = window.graph.agree(priors, votes.choice.strength).argmax(axis=1)
    valid = window.features.valid
    node_of = np.full(valid.shape, -1)
    node_of[valid] = np.arange(len(mapped))
    places = np.argwhere(valid)[window.nodes]
    is_free = np.ones(len(mapped), bool)
    is_free[window.nodes] = False
    found: list[IntArray] = [np.empty(0, np.intp)]
    for (row, col), target in zip(
        places.tolist(), folds.targets[window.labels], strict=True
    ):
        box = node_of[
            max(0, row - REACH) : row + REACH + 1, max(0, col - REACH) : col + REACH + 1
        ]
        beside = box[box >= 0]
        found.append(beside[is_free[beside] & (mapped[beside] == target)])
    near = np.unique(np.concatenate(found))
    return near, mapped[near]
