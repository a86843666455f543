"""Random forest and spectral angle: what every user compares with."""

import dataclasses

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.methods.spectral_angle import method as spectral_angle
from hsiviewer.learning.methods.spectral_angle.method import angles
from hsiviewer.learning.running.run import classify
from tests.learning.scenes import make_labels, make_reference, make_request, make_scene


def run(method, **fields):
    return classify(make_request(method, **fields), SilentProgress())


def known():
    reference = make_reference()
    reference[:4, :5] = 0
    return reference


def lit(cube, factor):
    """Return a scene under another light in each pixel."""
    values = cube.read().astype(np.float64)
    missing = values == cube.nodata
    return HsiCube(
        ArraySource(np.where(missing, values, values * factor).astype(np.float32)),
        cube.bands,
        georeference=cube.georeference,
        nodata=cube.nodata,
    )


def test_angles_are_those_of_the_definition():
    generator = np.random.default_rng(0)
    spectra, references = generator.random((5, 8)), generator.random((3, 8))
    for row, one in enumerate(spectra):
        for col, other in enumerate(references):
            cosine = one @ other / np.sqrt((one @ one) * (other @ other))
            assert angles(spectra, references)[row, col] == pytest.approx(
                np.arccos(cosine)
            )
    dark = angles(np.zeros((1, 8)), references)
    np.testing.assert_allclose(dark, np.pi / 2)
    np.testing.assert_allclose(np.diag(angles(spectra, 3 * spectra)), 0, atol=1e-7)


@pytest.mark.parametrize("references", ["mean", "labels"])
def test_brightness_does_not_change_the_map_of_angles(references):
    changes = {"references": references}
    light = np.random.default_rng(1).uniform(0.3, 3.0, (37, 41))
    plain = run("spectral-angle", changes=changes)
    other = run("spectral-angle", changes=changes, cube=lit(make_scene(), light))
    assert (plain.class_map == known())[known() > 0].mean() > 0.95
    agreement = (plain.class_map == other.class_map)[known() > 0].mean()
    assert agreement > 0.999


def test_mean_and_nearest_label_differ_where_a_class_has_two_kinds():
    # Labels of one class on two materials: their mean is like neither.
    labels = make_labels(shots=12)
    labels[labels == 7] = 3
    nearest = run("spectral-angle", changes={"references": "labels"}, labels=labels)
    mean = run("spectral-angle", changes={"references": "mean"}, labels=labels)
    merged = np.where(known() == 7, 3, known())
    right = [(each.class_map == merged)[merged > 0].mean() for each in (nearest, mean)]
    assert right[0] > 0.95
    assert right[0] >= right[1]


def test_forest_is_that_of_its_library():
    request = make_request("random-forest", changes={"trees": 50})
    result = classify(request, SilentProgress())
    cube, labels = request.cube, request.labels
    bands = [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    spectra = cube.read()[bands].reshape(len(bands), -1).T
    given = np.flatnonzero(labels)
    forest = RandomForestClassifier(50, class_weight="balanced", random_state=0)
    forest.fit(spectra[given], labels.flat[given])
    expected = forest.predict(spectra).reshape(labels.shape)
    valid = result.class_map > 0
    # Trees are drawn otherwise; where pixels are clear the forests agree.
    assert (result.class_map == expected)[valid].mean() > 0.98


@pytest.mark.parametrize("method", ["random-forest", "spectral-angle"])
def test_confidence_tells_how_often_the_map_is_right(method):
    fields = {"cube": make_scene(noise=2.5), "labels": make_labels(shots=20)}
    # The more trees, the more of them have not seen a label.
    changes = {"trees": 300} if method == "random-forest" else {}
    result = run(method, changes=changes, **fields)
    right = (result.class_map == known())[known() > 0].mean()
    assert 0.4 < right < 0.99
    assert np.nanmean(result.confidence) == pytest.approx(right, abs=0.12)
    assert result.provenance["chosen"]["temperature"] != 1


def test_single_labels_have_no_held_out_and_still_suffice():
    request = make_request("random-forest", labels=make_labels(shots=1))
    result = classify(request, SilentProgress())
    assert result.provenance["chosen"]["temperature"] == 1
    recipe = dataclasses.replace(request.recipe, seed=1)
    again = classify(dataclasses.replace(request, recipe=recipe), SilentProgress())
    assert (again.class_map > 0).sum() == (result.class_map > 0).sum()


@pytest.mark.parametrize("references", ["mean", "labels"])
def test_many_labels_take_bounded_memory_and_time(monkeypatch, references):
    few = run("spectral-angle", changes={"references": references})
    monkeypatch.setattr(spectral_angle, "_MOST_ANGLES", 50)
    monkeypatch.setattr(spectral_angle, "_MOST_TESTED", 5)
    many = run("spectral-angle", changes={"references": references})
    np.testing.assert_array_equal(few.class_map, many.class_map)
