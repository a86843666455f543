"""Ids of references and labels in scripts: mapped, followed by name, warned of."""

import numpy as np
import pytest

import hsiviewer
from hsiviewer.core.errors import ConfigurationError

SWAPPED = np.array([0, 0, 5, 0, 0, 9, 0, 0, 0, 2], np.uint16)  # of 2, 5, 9
BACK = {5: 2, 9: 5, 2: 9}


@pytest.fixture
def truth(files):
    return hsiviewer.read_labels(files.reference).to_array()


def test_ids_are_mapped_in_files_arrays_and_labels(files, truth):
    expected = {2: 240, 7: 240}
    mapping = {5: 7, 9: 0}
    assert hsiviewer.read_labels(files.reference, map_ids=mapping).counts == expected
    assert hsiviewer.read_labels(truth, map_ids=mapping).counts == expected
    labels = hsiviewer.read_labels(files.reference)
    mapped = hsiviewer.read_labels(labels, map_ids=mapping)
    assert mapped.counts == expected
    assert mapped.classes[7].name == "meadow"


@pytest.mark.parametrize("mapping", [[1, 2], {"a": 2}, {1: 70000}, 5])
def test_what_is_no_map_is_told(truth, mapping):
    with pytest.raises(ConfigurationError):
        hsiviewer.read_labels(truth, map_ids=mapping)


def test_permuted_ids_of_a_reference_are_warned_of_and_mapped(files, truth):
    def classify(reference, **more):
        return hsiviewer.classify(
            files.scene, files.labels, method="spectral-angle", reference=reference,
            **more,
        ).accuracy.overall_accuracy  # fmt: skip

    with pytest.warns(RuntimeWarning, match="map_ids 2=9,5=2,9=5"):
        assert classify(SWAPPED[truth]) < 0.2
    right = classify(truth)
    assert right > 0.8
    assert classify(SWAPPED[truth], map_ids=BACK) == right
