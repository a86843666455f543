"""Scenes and labels that no sensor gives: a map or a sentence, never a traceback."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.running.run import classify
from tests.learning.scenes import make_request

ROWS, COLS, BANDS = 9, 11, 6
_NETWORKS = ("diffclip", "curated-prompts", "s3fn", "contrastdm")


def _values():
    values = np.random.default_rng(0).uniform(100, 900, (BANDS, ROWS, COLS))
    values[:, :, COLS // 2 :] += 800
    return values


def _with(place, value):
    values = _values()
    values[place] = value
    return values


SCENES = {
    "constant": lambda: np.full((BANDS, ROWS, COLS), 5.0),
    "zero": lambda: np.zeros((BANDS, ROWS, COLS)),
    "a constant band": lambda: _with(0, 7.0),
    "all alike": lambda: (
        np.ones((BANDS, ROWS, COLS)) * np.arange(1, BANDS + 1)[:, None, None]
    ),
    "tiny": lambda: _values() * 1e-43,
    "small": lambda: _values() * 1e-38,
    "large": lambda: _values() * 1e35,
    "huge": lambda: _values() * 1e300,
    "one huge value": lambda: _with((slice(None), 3, 3), 3e38),
    "NaN": lambda: np.full((BANDS, ROWS, COLS), np.nan),
    "some NaN": lambda: _with((0, slice(2, 4)), np.nan),
    "infinite": lambda: _with((slice(None), 0), np.inf),
    "one band": lambda: _values()[:1],
    "one constant band": lambda: np.full((1, ROWS, COLS), 5.0),
    "one pixel": lambda: _values()[:, :1, :1],
    "one row": lambda: _values()[:, :1],
}


def _cube(values, dtype=np.float64):
    axis = BandAxis(len(values), np.linspace(400, 1000, len(values)))
    return HsiCube(ArraySource(values.astype(dtype)), axis)


def _labels(shape):
    labels = np.zeros(shape, np.uint16)
    labels[:, :2], labels[:, -2:] = 1, 2
    return labels


def _answer(method, cube, labels):
    request = make_request(
        method,
        cube=cube,
        labels=labels,
        scheme=ClassScheme.from_ids(np.unique(labels)),
    )
    try:
        found = classify(request, SilentProgress())
    except HsiViewerError as error:
        return str(error)
    assert found.class_map.shape == cube.grid_shape
    assert set(np.unique(found.class_map)) <= {0, *np.unique(labels)}
    return found


def _methods():
    return [
        pytest.param(each, marks=pytest.mark.slow) if each in _NETWORKS else each
        for each in METHODS
    ]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("method", _methods())
def test_an_odd_scene_gives_a_map_or_a_sentence(method, scene):
    values = SCENES[scene]()
    _answer(method, _cube(values), _labels(values.shape[1:]))


LABELS = {
    "one pixel per class": [(0, 0, 1), (0, 10, 2)],
    "one pixel of one class": [(0, 0, 1), (0, 10, 2), (1, 10, 2), (2, 10, 2)],
    "the greatest id": [(0, 0, 1), (1, 0, 1), (0, 10, 65535), (1, 10, 65535)],
    "one class": [(0, 0, 1), (1, 0, 1)],
    "a class without values": [(0, 0, 1), (1, 0, 1), (0, 10, 2), (1, 10, 2), (8, 5, 3)],
    "nothing with values": [(8, 5, 3), (8, 6, 4)],
    "more classes than pixels a class": [(row, 3, row + 1) for row in range(8)],
}


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("method", _methods())
def test_odd_labels_give_a_map_or_a_sentence(method, labels):
    values = _with((slice(None), 8), np.nan)
    given = np.zeros((ROWS, COLS), np.uint16)
    for row, col, class_id in LABELS[labels]:
        given[row, col] = class_id
    _answer(method, _cube(values), given)
