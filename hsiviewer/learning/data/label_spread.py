"""Whether labels lie close together, and where in the scene they are missing.

The one place that decides it: before a training, in its record, and where a method
chooses by held-out labels, which clustered labels mislead.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from hsiviewer.core.cube import HsiCube

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]
Pixel = tuple[int, int]

# Random draws of labels gave 0.20 to 1.5 on five scenes, labels in few blocks 0.05 to
# 0.17.
CLUSTERED_BELOW = 0.18
_PROBES = 5000
_NAMED_PLACES = 3
_VERTICAL = ("upper", "middle", "lower")
_HORIZONTAL = ("left", "centre", "right")


@dataclass(frozen=True)
class LabelSpread:
    """How labels are spread over a scene.

    Parameters
    ----------
    ratio : float
        Median distance of a label to the nearest other one, divided by the median
        distance of a pixel to the nearest label: 0.2 and more for labels all over the
        scene, less for labels in few places.
    empty_parts : tuple of str
        Ninths of the scene that hold values and no label, such as ``"upper left"``.
    furthest : tuple of (row, col)
        Pixels far from all labels and from each other, the furthest first.
    """

    ratio: float
    empty_parts: tuple[str, ...]
    furthest: tuple[Pixel, ...]

    @property
    def is_clustered(self) -> bool:
        """Whether the labels lie close together in few places."""
        return self.ratio < CLUSTERED_BELOW

    @property
    def sentence(self) -> str:
        """What to tell the user; empty if the labels are spread well."""
        if not self.is_clustered:
            return ""
        missing = ""
        if self.empty_parts:
            missing = f" These parts have none: {', '.join(self.empty_parts)}."
        places = "; ".join(f"row {row}, column {col}" for row, col in self.furthest)
        first = f" Farthest from all labels: {places}." if places else ""
        return (
            "The labels lie close together in few places, so the map is less reliable "
            f"elsewhere. Label pixels in other places, too.{missing}{first}"
        )

    def record(self) -> dict[str, Any]:
        """Return the spread as JSON values."""
        return {
            "ratio": round(self.ratio, 3),
            "is_clustered": self.is_clustered,
            "empty_parts": list(self.empty_parts),
            "furthest": [list(pixel) for pixel in self.furthest],
        }


def label_spread(positions: IntArray, valid: BoolArray) -> LabelSpread:
    """Measure how labels are spread over the pixels that have values.

    Parameters
    ----------
    positions : ndarray of int, shape (n, 2)
        Row and column of each label; two at least.
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values. A grid of some thousand pixels is looked at.

    Raises
    ------
    ValueError
        If there are fewer than two labels.
    """
    step = _probe_step((valid.shape[0], valid.shape[1]))
    probed = np.argwhere(valid[::step, ::step]) * step
    if not probed.size:
        probed = np.argwhere(valid)
    return _measured(positions, probed, (valid.shape[0], valid.shape[1]))


def spread_before_training(
    cube: HsiCube, labels: npt.NDArray[np.integer]
) -> LabelSpread | None:
    """Measure the spread of labels on a scene that no job has looked at yet.

    Instead of all bands, one good band says where the scene has values, on the same
    grid of pixels as in `label_spread`.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    labels : ndarray of int, shape (rows, cols)
        Class ids, 0 where there is no label.

    Returns
    -------
    LabelSpread or None
        None with fewer than two labels.

    Raises
    ------
    HsiViewerError
        If the scene cannot be read.
    """
    positions = np.argwhere(labels > 0)
    if len(positions) < 2:
        return None
    step = _probe_step(cube.grid_shape)
    good = cube.bands.good_bands
    band = int(good[len(good) // 2]) if good.size else 0
    has_value = np.isfinite(cube.read([band], step=step)[0])
    if not has_value.any():
        has_value[:] = True
    return _measured(positions, np.argwhere(has_value) * step, cube.grid_shape)


def _probe_step(shape: tuple[int, int]) -> int:
    """Return the step of a grid of about `_PROBES` pixels."""
    return max(1, int(np.sqrt(shape[0] * shape[1] / _PROBES)))


def _measured(
    positions: IntArray, probed: IntArray, shape: tuple[int, int]
) -> LabelSpread:
    if len(positions) < 2:
        raise ValueError(f"a spread needs two labels, not {len(positions)}")
    tree = cKDTree(positions)
    between, _ = tree.query(positions, k=2)
    to_label, _ = tree.query(probed)
    ratio = float(np.median(between[:, 1]) / max(np.median(to_label), 1e-9))
    return LabelSpread(
        ratio, _empty_parts(positions, probed, shape), _furthest(probed, to_label)
    )


def _empty_parts(
    positions: IntArray, probed: IntArray, shape: tuple[int, int]
) -> tuple[str, ...]:
    """Return the names of the ninths with values and without labels."""
    labelled, known = (
        np.unique(_ninth(pixels, shape)).tolist() for pixels in (positions, probed)
    )
    return tuple(
        _part_name(*divmod(ninth, 3)) for ninth in known if ninth not in labelled
    )


def _ninth(pixels: IntArray, shape: tuple[int, int]) -> IntArray:
    rows, cols = (pixels * 3 // np.array(shape)).T
    ninths: IntArray = 3 * rows + cols
    return ninths


def _part_name(down: int, across: int) -> str:
    if down == across == 1:
        return "centre"
    return f"{_VERTICAL[down]} {_HORIZONTAL[across]}"


def _furthest(
    probed: IntArray, to_label: npt.NDArray[np.floating]
) -> tuple[Pixel, ...]:
    """Return pixels far from all labels; each counts as labelled for the next."""
    distance = to_label.copy()
    places: list[Pixel] = []
    while len(places) < _NAMED_PLACES and distance.max() > 0:
        place = probed[int(distance.argmax())]
        places.append((int(place[0]), int(place[1])))
        away = np.linalg.norm(probed - place, axis=1)
        distance = np.minimum(distance, away)
    return tuple(places)
