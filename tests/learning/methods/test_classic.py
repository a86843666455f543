"""Discriminant, logistic regression, extra trees, and the features they share."""

import json

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.linear_model import LogisticRegression

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.noise import is_banded
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.methods.discriminant import method as discriminant
from hsiviewer.learning.methods.logistic.method import fit_logistic
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.running.applying import predict
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.saved.checkpoints import RECORD_FILE
from hsiviewer.learning.training.classic import LabelledFeatures
from tests.learning.scenes import make_labels, make_reference, make_request, make_scene
from tests.learning.test_saved_models import prediction_request

NEW = ("discriminant", "logistic", "extra-trees")
CLASSIC = (*NEW, "svm", "random-forest")
BANDS = 40


def run(method, **fields):
    return classify(make_request(method, **fields), SilentProgress())


def share_right(result):
    reference = make_reference()
    reference[:4, :5] = 0
    return (result.class_map == reference)[reference > 0].mean()


def labelled(method, *, classes=3, shots=8, **changes):
    generator = np.random.default_rng(3)
    targets = np.repeat(np.arange(classes), shots)
    values = generator.normal(size=(len(targets), 4)) + 1.5 * targets[:, None]
    config = make_config(method, overrides=changes)
    return LabelledFeatures(values, targets, config, seed=0, unit=0.25)


def even_scene(noise=150):
    """Return a scene with as much noise in all bands."""
    generator = np.random.default_rng(5)
    spectra = generator.normal(1000, 100, size=(21, BANDS))
    values = spectra[make_reference()].transpose(2, 0, 1)
    return cube_of(values + generator.normal(0, noise, size=values.shape))


def banded_scene():
    """Return a scene of which most bands are loud noise alone.

    The loud bands share three directions, which so have the greatest variance.
    """
    values = even_scene(noise=15).read()
    generator = np.random.default_rng(6)
    loud = generator.normal(0, 400, size=(3, *values.shape[1:]))
    values[10:] = np.tensordot(generator.normal(size=(BANDS - 10, 3)), loud, axes=1)
    values[10:] += generator.normal(0, 1, size=values[10:].shape)
    return cube_of(values)


def cube_of(values):
    axis = BandAxis(BANDS, np.linspace(400, 1000, BANDS))
    return HsiCube(ArraySource(values.astype(np.float32)), axis)


def test_the_discriminant_compares_normal_densities_of_one_covariance():
    shots = labelled("discriminant", shrinkage=1e-9)
    residuals = shots.values - np.stack(
        [shots.values[shots.targets == each].mean(0) for each in shots.targets]
    )
    covariance = residuals.T @ residuals / (len(shots.targets) - 3)
    asked = np.random.default_rng(0).normal(size=(20, 4))
    densities = np.stack(
        [
            multivariate_normal.logpdf(
                asked, shots.values[shots.targets == each].mean(axis=0), covariance
            )
            for each in range(3)
        ],
        axis=1,
    )
    found = discriminant.fit(shots)(asked)
    np.testing.assert_allclose(
        found - found[:, :1], densities - densities[:, :1], rtol=1e-6, atol=1e-6
    )


def test_the_discriminant_shrinks_towards_the_nearest_mean():
    shots = labelled("discriminant", shrinkage=1.0)
    means = np.stack([shots.values[shots.targets == each].mean(0) for each in range(3)])
    asked = np.random.default_rng(0).normal(1, 2, size=(50, 4))
    distances = ((asked[:, None] - means) ** 2).sum(axis=2)
    found = discriminant.fit(shots)(asked).argmax(axis=1)
    np.testing.assert_array_equal(found, distances.argmin(axis=1))


@pytest.mark.parametrize("classes", [2, 3])
def test_the_regression_is_that_of_its_library(classes):
    shots = labelled("logistic", classes=classes)
    model = LogisticRegression(C=2.0).fit(shots.values, shots.targets)
    asked = np.random.default_rng(0).normal(size=(20, 4))
    scores = fit_logistic(shots, cost=2.0)(asked)
    expected = model.predict_log_proba(asked)
    np.testing.assert_allclose(
        scores - scores[:, :1], expected - expected[:, :1], atol=1e-3
    )


@pytest.mark.parametrize("method", NEW)
def test_spectra_alone_tell_the_classes_apart(method):
    result = run(method)
    assert share_right(result) > 0.97
    assert result.provenance["chosen"]["temperature"] > 0


@pytest.mark.parametrize("method", NEW)
def test_confidence_tells_how_often_the_map_is_right(method):
    changes = {"trees": 200} if method == "extra-trees" else {}
    fields = {"cube": make_scene(noise=2.5), "labels": make_labels(shots=20)}
    result = run(method, changes=changes, **fields)
    right = share_right(result)
    assert 0.4 < right < 0.99
    assert np.nanmean(result.confidence) == pytest.approx(right, abs=0.15)


@pytest.mark.parametrize("method", NEW)
def test_single_labels_suffice(method):
    result = run(method, labels=make_labels(shots=1))
    assert result.provenance["chosen"]["temperature"] == 1
    assert share_right(result) > 0.5


@pytest.mark.parametrize("method", CLASSIC)
def test_noise_whitened_components_see_through_banded_noise(method):
    fields = {"cube": banded_scene(), "labels": make_labels(shots=6)}
    right, chosen = {}, {}
    for features in ("principal", "noise-whitened", "auto"):
        changes = {"features": features, "components": 3}
        result = run(method, changes=changes, **fields)
        right[features] = (result.class_map == make_reference()).mean()
        chosen[features] = result.provenance.get("features", {})
    assert right["noise-whitened"] > right["principal"] + 0.1
    assert right["auto"] == right["noise-whitened"]
    assert chosen["principal"] == {}, "records of before said nothing of it"
    assert chosen["noise-whitened"]["chosen_by"] == "the setting"
    assert chosen["auto"]["kind"] == "noise-whitened"
    assert chosen["auto"]["chosen_by"] == "held-out labels"
    accuracies = chosen["auto"]["held_out_accuracy"]
    assert accuracies["noise-whitened"] > accuracies["principal"]


@pytest.mark.parametrize(
    ("cube", "kind"), [(banded_scene, "noise-whitened"), (even_scene, "principal")]
)
def test_with_few_labels_the_noise_of_the_scene_decides(cube, kind):
    result = run("discriminant", cube=cube(), labels=make_labels(shots=2))
    assert result.provenance["features"]["kind"] == kind
    assert result.provenance["features"]["chosen_by"] == "noise of the scene"


def test_noise_is_banded_where_bands_differ_in_their_share_of_it():
    gain = np.array([1.0, 0.1, 10.0, 1.0])
    alike = np.diag([0.02, 2.0, 0.0002, 0.025])
    assert not is_banded(alike, gain)
    assert is_banded(np.diag([0.02, 60.0, 0.0002, 0.025]), gain)
    assert not is_banded(np.zeros((4, 4)), gain)


def test_a_scene_without_neighbours_takes_principal_components():
    cube = make_scene()
    values = cube.read()
    row, col = np.mgrid[: values.shape[1], : values.shape[2]]
    values[0, (row + col) % 2 == 0] = np.nan
    gaps = HsiCube(ArraySource(values), cube.bands, nodata=cube.nodata)
    result = run("discriminant", cube=gaps, changes={"features": "noise-whitened"})
    assert "cannot be measured" in " ".join(result.provenance["warnings"])
    assert result.provenance["features"]["kind"] == "principal"


def test_models_of_before_open_as_what_they_were(tmp_path):
    request = make_request(
        "svm", changes={"features": "principal"}, save_model=tmp_path
    )
    trained = classify(request, SilentProgress())
    record = json.loads((tmp_path / RECORD_FILE).read_text())
    assert record["configuration"].pop("features") == "principal"
    (tmp_path / RECORD_FILE).write_text(json.dumps(record))
    again = predict(prediction_request(tmp_path, request.cube), SilentProgress())
    np.testing.assert_array_equal(again.class_map, trained.class_map)


@pytest.mark.parametrize("method", ["svm", "random-forest"])
def test_baselines_choose_their_features_and_earlier_records_do_not(method):
    assert make_config(method).features == "auto"
    assert make_config(method, "paper").features == "principal"
    earlier = METHODS[method].earlier_values
    assert make_config(method, "quick", earlier) == make_config(method, "paper")
