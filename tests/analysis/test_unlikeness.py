"""Distance from all labels: what nothing labelled looks like stands out."""

import numpy as np
import pytest

from hsiviewer.analysis.unlikeness import Unlikeness
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import CancelledError, SilentProgress


@pytest.fixture(scope="module")
def scene():
    """Return a cube of three materials in stripes, the last of them unlabelled."""
    generator = np.random.default_rng(0)
    spectra = generator.normal(0, 300, (3, 8))
    material = np.repeat([0, 1, 2], 20)[None].repeat(70, axis=0)
    values = spectra[material].transpose(2, 0, 1)
    values = values + generator.normal(0, 10, values.shape)
    values[:, 3, 4] = np.nan
    labels = np.zeros((70, 60), int)
    labels[::4, 2:20:5], labels[::4, 22:40:5] = 1, 2
    cube = HsiCube(ArraySource(values.astype(np.float32)), BandAxis(8))
    return cube, labels


def test_a_material_without_labels_is_unlike_anything_labelled(scene):
    cube, labels = scene
    found = Unlikeness(cube, labels).of_scene(SilentProgress())
    assert np.isnan(found[3, 4])
    assert np.nanpercentile(found[:, :40], 90) < 1.5
    assert np.percentile(found[:, 40:], 1) > 5


def test_labels_without_values_cannot_be_compared_with(scene):
    cube, labels = scene
    alone = np.zeros_like(labels)
    alone[3, 4] = 1
    with pytest.raises(HsiViewerError, match="no labelled pixel has values"):
        Unlikeness(cube, alone)


def test_a_comparison_can_be_stopped(scene):
    class Stopped(SilentProgress):
        def checkpoint(self):
            raise CancelledError

    with pytest.raises(CancelledError):
        Unlikeness(*scene).of_scene(Stopped())
