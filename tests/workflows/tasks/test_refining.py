"""A refined map: each step does what it says, and the provenance tells it."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.probabilities import ClassProbabilities, as_bytes
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.refinement import Refinement
from hsiviewer.workflows.tasks import refining
from hsiviewer.workflows.tasks.refining import refined_result

TRUTH = np.where(np.arange(60) < 31, 3, 8)[None].repeat(50, axis=0)


@pytest.fixture(scope="module")
def cube():
    generator = np.random.default_rng(0)
    values = np.where(TRUTH == 3, 100.0, 300.0) + generator.normal(0, 10, (6, 50, 60))
    values[:, 0, 0] = np.nan
    return HsiCube(ArraySource(values.astype(np.float32)), BandAxis(6))


@pytest.fixture(scope="module")
def result():
    """Return a map with a fifth of its pixels wrong, which it is less sure of."""
    generator = np.random.default_rng(1)
    wrong = generator.random(TRUTH.shape) < 0.2
    share = np.where(wrong, 0.4, 0.8)
    first = np.where(TRUTH == 3, share, 1 - share)
    shares = np.stack([first, 1 - first])
    shares[:, 0, 0] = 0
    class_map = np.where(first > 0.5, 3, 8).astype(np.uint16)
    class_map[0, 0] = 0
    confidence = shares.max(axis=0).astype(np.float32)
    confidence[0, 0] = np.nan
    return ClassificationResult(
        class_map, confidence, ClassScheme.from_ids([3, 8]),
        provenance={"method": "svm"},
        probabilities=ClassProbabilities((3, 8), as_bytes(shares)),
    )  # fmt: skip


def refined(result, cube=None, **steps):
    return refined_result(result, Refinement(**steps), SilentProgress(), cube)


def accuracy(found):
    known = found.class_map > 0
    return (found.class_map == TRUTH)[known].mean()


@pytest.mark.parametrize("steps", [{"smoothing": 5.0}, {"majority": 5}, {"sieve": 12}])
def test_steps_make_a_speckled_map_better(result, cube, steps, monkeypatch):
    monkeypatch.setattr(refining, "_TILE", 24)
    found = refined(result, cube, **steps)
    assert accuracy(result) < 0.85
    assert accuracy(found) > 0.93
    assert found.class_map[0, 0] == 0
    assert found.provenance == {"method": "svm", "refinement": steps}
    assert accuracy(result) < 0.85  # the run itself is as it was


def test_smoothing_keeps_the_edges_of_the_scene(result, cube):
    found = refined(result, cube, smoothing=20.0)
    border = found.class_map[1:, 29:33]
    assert (border == TRUTH[1:, 29:33]).mean() > 0.97


def test_tiles_leave_no_trace_in_a_smoothed_map(result, cube, monkeypatch):
    whole = refined(result, cube, smoothing=2.0)
    monkeypatch.setattr(refining, "_TILE", 20)
    tiled = refined(result, cube, smoothing=2.0)
    assert (tiled.class_map == whole.class_map).mean() > 0.99


def test_a_threshold_leaves_doubtful_pixels_unclassified(result):
    found = refined(result, threshold=0.7)
    sure = np.nan_to_num(result.confidence) >= 0.7
    assert np.array_equal(found.class_map > 0, sure)
    assert np.array_equal(np.isfinite(found.confidence), sure)
    assert accuracy(found) == 1.0


def test_nothing_is_done_without_steps(result):
    assert refined(result) is result


def test_what_cannot_be_smoothed_is_told(result):
    with pytest.raises(ConfigurationError, match="smoothing needs the scene"):
        refined(result, smoothing=1.0)


@pytest.mark.parametrize(
    "steps",
    [{"majority": 4}, {"majority": 99}, {"threshold": 1.0}, {"sieve": -1},
     {"smoothing": -1.0}, {"smoothing": float("nan")}],
)  # fmt: skip
def test_numbers_of_no_use_are_refused(steps):
    with pytest.raises(ConfigurationError, match="give"):
        Refinement(**steps)


def test_steps_are_told_in_words():
    steps = Refinement(2.0, 0.5, 3, 9)
    assert steps.text.count(",") == 3
    assert Refinement().text == ""
    assert Refinement().is_empty
