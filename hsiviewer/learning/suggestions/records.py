"""What is asked for and what is suggested; light, so that every room may read it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import ConfigurationError

DOUBTFUL, DIVERSE = "doubtful", "diverse"
LARGEST_COUNT = 10_000


@dataclass(frozen=True)
class Suggestion:
    """A pixel that is worth a label.

    Parameters
    ----------
    row, col : int
        The pixel, counted from 0.
    reason : str
        ``"doubtful"``: two classes are almost equally likely here, in another way than
        at the other suggestions. ``"diverse"``: nothing is known of the classes yet,
        and the spectrum is typical of a part of the scene.
    margin : float or None
        Probability of the best class minus that of the second, 0 to 1; ``None`` where
        nothing is known of the classes.
    best_class, second_class : int
        Ids of the two most probable classes; 0 where nothing is known of them.
    """

    row: int
    col: int
    reason: str
    margin: float | None = None
    best_class: int = 0
    second_class: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class SuggestionOptions:
    """How many pixels are suggested, and which never are.

    Parameters
    ----------
    count : int
        How many, 1 to 10000.
    min_distance : float
        Pixels that suggestions keep away from labels and from each other at least; 0
        for any distance.
    mask : ndarray of bool, shape (rows, cols), optional
        Pixels that are never suggested.

    Raises
    ------
    ConfigurationError
        If the count or the distance is impossible.
    """

    count: int
    min_distance: float = 0.0
    mask: npt.NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.count <= LARGEST_COUNT:
            raise ConfigurationError(
                f"{self.count} pixels cannot be suggested; ask for 1 to {LARGEST_COUNT}"
            )
        if not 0 <= self.min_distance < float("inf"):
            raise ConfigurationError(
                f"{self.min_distance:g} pixels is no distance; give 0 or more"
            )
