"""What is kept of a prediction: winners, confidence, probabilities of all classes."""

import numpy as np
import pytest

from hsiviewer.core import probabilities as stored
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.prediction.scores import Prediction, Scored, scored_by

IDS = np.array([3, 8], np.uint16)
LEFT, RIGHT = PixelWindow(0, 0, 2, 2), PixelWindow(0, 2, 2, 1)


def scored(window):
    shares = np.full((*window.size, 2), 0.25, np.float32)
    shares[..., 1] = 0.75
    return Scored(np.ones(window.size, np.int32), shares.max(axis=-1), shares)


def filled(folder):
    prediction = Prediction.empty((2, 3), folder)
    for window in (LEFT, RIGHT):
        valid = np.ones(window.size, bool)
        valid[1, 0] = False
        prediction.put(window, scored(window), valid)
    return prediction


def test_probabilities_are_kept_in_a_file_beside_the_map(tmp_path):
    kept = filled(tmp_path).kept.of_classes(IDS)
    assert kept.class_ids == (3, 8)
    shares = kept.read(PixelWindow(0, 0, 2, 3))
    assert np.isnan(shares[:, 1, 0]).all()
    np.testing.assert_allclose(shares[:, 0, 1], [0.25, 0.75], atol=1 / 255)
    again = np.load(tmp_path / stored.PROBABILITIES_FILE, mmap_mode="r")
    assert np.array_equal(again, kept.bytes)


def test_without_a_folder_no_probabilities_are_kept():
    assert filled(None).kept.of_classes(IDS) is None


def test_a_full_disk_costs_the_probabilities_and_not_the_map(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored.os, "posix_fallocate", full, raising=False)
    prediction = filled(tmp_path)
    assert prediction.kept.of_classes(IDS) is None
    assert "No space left" in prediction.kept.problem
    assert prediction.class_map(IDS).tolist() == [[8, 8, 8], [0, 8, 0]]


class Winners:
    """A predictor of an extension that tells winners only."""

    def predict(self, window):
        return np.ones(window.size, int), np.ones(window.size)


class Telling(Winners):
    """One that tells probabilities, too."""

    def probabilities(self, window):
        return np.ones((*window.size, 2))


@pytest.mark.parametrize(
    ("predictor", "shape"), [(Winners, None), (Telling, (2, 2, 2))]
)
def test_predictors_of_extensions_are_asked_for_what_they_know(predictor, shape):
    found = scored_by(predictor(), LEFT).probabilities
    assert shape == (None if found is None else found.shape)
