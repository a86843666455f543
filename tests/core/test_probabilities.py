"""Probabilities of classes, kept in one byte each."""

import numpy as np
import pytest

from hsiviewer.core import probabilities
from hsiviewer.core.probabilities import (
    ClassProbabilities,
    as_bytes,
    probabilities_file,
)
from hsiviewer.core.window import PixelWindow

SHARES = np.array([[[0.7, 0.1, np.nan]], [[0.3, 0.9, np.nan]]])
WHOLE = PixelWindow(0, 0, 1, 3)


def test_probabilities_are_read_as_they_were_kept():
    kept = ClassProbabilities((2, 7), as_bytes(SHARES))
    np.testing.assert_allclose(kept.read(WHOLE), SHARES, atol=1 / 255)
    np.testing.assert_allclose(kept.read(WHOLE)[:, 0, :2].sum(axis=0), 1, atol=1e-6)
    seen = kept.read_class(7, PixelWindow(0, 1, 1, 2), step=2)
    np.testing.assert_allclose(seen, [[0.9]], atol=1 / 255)
    assert kept.renumbered({7: 3}).class_ids == (2, 3)


def test_other_planes_than_classes_are_refused():
    with pytest.raises(ValueError, match="3 classes"):
        ClassProbabilities((1, 2, 3), as_bytes(SHARES))


def test_a_full_disk_is_found_before_values_are_written(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(probabilities.os, "posix_fallocate", full, raising=False)
    with pytest.raises(OSError, match="No space"):
        probabilities_file(tmp_path, 2, (3, 4))
    assert list(tmp_path.iterdir()) == []
