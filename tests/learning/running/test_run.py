import json
from dataclasses import replace

import numpy as np
import pytest

from hsiviewer.core.cube import ArraySource
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.registry import METHODS, method_spec
from hsiviewer.learning.running.run import classify, pretrain
from tests.builders import UTM33
from tests.learning.scenes import (
    CLASS_IDS,
    make_height,
    make_labels,
    make_reference,
    make_request,
    make_scene,
    make_scheme,
)

ALL = sorted(METHODS)


class Recorder:
    def __init__(self, patience=None):
        self.updates = []
        self.checkpoints = 0
        self._patience = patience

    def report(self, update):
        self.updates.append(update)

    def checkpoint(self):
        self.checkpoints += 1
        if self._patience is not None and self.checkpoints > self._patience:
            raise CancelledError


def run(**fields):
    return classify(make_request(**fields), SilentProgress())


@pytest.mark.parametrize("method", ALL)
def test_map_has_the_users_class_ids_and_no_class_without_data(method):
    result = run(method=method)
    empty = np.zeros((37, 41), bool)
    empty[:4, :5] = True
    assert (result.class_map[empty] == 0).all()
    assert np.isnan(result.confidence[empty]).all()
    assert set(np.unique(result.class_map[~empty])) <= set(CLASS_IDS)
    confidence = result.confidence[~empty]
    assert ((confidence > 1 / len(CLASS_IDS) - 1e-6) & (confidence <= 1)).all()
    assert result.class_map.dtype == np.uint16
    assert result.confidence.dtype == np.float32
    assert result.georeference == UTM33
    assert result.scheme == make_scheme()


@pytest.mark.parametrize("method", ALL)
def test_same_seed_gives_the_same_map_whatever_ran_before(method):
    first = run(method=method, seed=3)
    np.random.rand(3)  # noqa: NPY002 - the global generator must not matter
    second = run(method=method, seed=3)
    assert np.array_equal(first.class_map, second.class_map)
    assert np.array_equal(first.confidence, second.confidence, equal_nan=True)


def test_another_seed_gives_another_network():
    first, second = (run(seed=each).confidence for each in (0, 1))
    assert not np.array_equal(first, second, equal_nan=True)


@pytest.mark.parametrize("method", ALL)
def test_provenance_is_json_and_tells_how_the_map_was_made(method):
    result = run(method=method, seed=4)
    record = json.loads(json.dumps(dict(result.provenance)))
    assert record["method"] == method
    assert record["preset"] == "quick"
    assert record["seed"] == 4
    assert record["device"] == "cpu"
    assert record["bands_used"] == 11
    assert record["labels_per_class"] == {"3": 6, "7": 6, "20": 6}
    assert {"hsiviewer", "torch", "numpy"} <= set(record["versions"])
    assert set(record["seconds"]) >= {*method_spec(method).stages, "total"} - (
        set() if method == "diffclip" else {"pre-training"}
    )
    assert record["transductive"] is (method != "spectral-angle")
    config = make_config(method, "quick", record["configuration"])
    assert config == make_request(method=method).config


@pytest.mark.parametrize("method", ALL)
def test_progress_never_falls_and_ends_at_one(method):
    progress = Recorder()
    classify(make_request(method=method), progress)
    fractions = [each.fraction for each in progress.updates]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1)
    assert [*dict.fromkeys(each.stage for each in progress.updates)] == list(
        method_spec(method).stages
    )


# One of each family is cancelled everywhere each time, the others in the long run.
_CANCELLED = ("s3fn", "random-forest", "spectral-angle", "ensemble")


@pytest.mark.parametrize(
    "method",
    [
        pytest.param(method, marks=() if method in _CANCELLED else pytest.mark.slow)
        for method in ALL
    ],
)
def test_job_can_be_cancelled_at_every_checkpoint(method):
    counter = Recorder()
    classify(make_request(method=method), counter)
    assert counter.checkpoints > 5
    for patience in range(0, counter.checkpoints, max(1, counter.checkpoints // 3)):
        with pytest.raises(CancelledError):
            classify(make_request(method=method), Recorder(patience))


@pytest.mark.parametrize("method", ALL)
def test_bad_bands_and_sentinels_change_nothing(method):
    first = run(method=method)
    cube = make_scene()
    values = cube.source.read()
    values[5] = 1e9
    values[:, :4, :5] = np.nan
    other = replace(cube, source=ArraySource(values), nodata=None)
    second = run(method=method, cube=other)
    assert np.array_equal(first.class_map, second.class_map)


def test_scene_without_two_labelled_classes_is_refused():
    labels = np.where(make_labels() == 3, 3, 0).astype(np.uint16)
    with pytest.raises(TrainingDataError, match="only class 'water'"):
        run(labels=labels)


@pytest.mark.parametrize("method", ALL)
def test_one_label_per_class_suffices(method):
    result = run(method=method, labels=make_labels(shots=1))
    assert "single label each" in " ".join(result.provenance["warnings"])


@pytest.mark.parametrize("method", ALL)
def test_unequal_labels_and_a_single_one_suffice(method):
    labels = make_labels()
    rows, cols = np.nonzero(labels == 3)
    labels[rows[1:], cols[1:]] = 0
    result = run(method=method, labels=labels)
    assert result.provenance["labels_per_class"]["3"] == 1


@pytest.mark.parametrize("method", ALL)
def test_two_classes_suffice(method):
    labels = make_labels()
    labels[labels == 20] = 0
    result = run(method=method, labels=labels)
    assert set(np.unique(result.class_map)) <= {0, 3, 7}
    assert "not on the map: roof" in " ".join(result.provenance["warnings"])


def test_method_of_spectra_tells_that_it_ignores_auxiliary_rasters():
    result = run(method="svm", auxiliary=(make_height(),))
    assert "were not used" in " ".join(result.provenance["warnings"])


def test_auxiliary_raster_of_another_size_is_refused():
    with pytest.raises(TrainingDataError, match="resample it first"):
        run(auxiliary=(make_height(rows=30),))


def test_parameters_of_another_method_are_refused():
    with pytest.raises(ConfigurationError, match="svm has no parameter 'width'"):
        run(method="svm", overrides={"width": 16})


def test_unknown_device_is_refused_with_what_there_is():
    with pytest.raises(ConfigurationError, match=r"cuda:7.*cpu"):
        run(device="cuda:7")


def test_method_that_learns_from_labels_only_cannot_pretrain(tmp_path):
    with pytest.raises(ConfigurationError, match="no pre-training"):
        pretrain(make_request("svm", save_model=tmp_path), SilentProgress())


@pytest.mark.slow
@pytest.mark.parametrize("method", ALL)
def test_quick_preset_maps_a_separable_scene_almost_without_error(method):
    request = make_request(method, overrides={})
    result = classify(request, SilentProgress())
    known = result.class_map > 0
    right = result.class_map[known] == make_reference()[known]
    assert right.mean() > 0.97
