"""What was saved predicts as what was trained, and refuses what it cannot serve."""

import dataclasses
import json

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.data.band_fitting import fitted_to
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.running.applying import predict
from hsiviewer.learning.running.run import classify, pretrain
from hsiviewer.learning.saved.checkpoints import RECORD_FILE
from hsiviewer.learning.saved.model_record import ModelBands, read_model_record
from tests.learning.scenes import make_height, make_request, make_scene


def prediction_request(folder, cube, auxiliary=()):
    record = read_model_record(folder)
    return LearningRequest(
        cube=cube,
        labels=np.zeros((0, 0), np.uint16),
        scheme=record.scheme,
        recipe=record.recipe("cpu"),
        auxiliary=auxiliary,
        model=folder,
    )


def predicted(folder, cube, **fields):
    return predict(prediction_request(folder, cube, **fields), SilentProgress())


# What was learned in too few steps would change with any noise; and principal
# components bear more change of a sensor than noise-whitened ones.
LONGER = {
    "contrastdm": {"steps": 40, "features": "principal"},
    "curated-prompts": {"steps": 100, "features": "principal", "context": False},
}


@pytest.fixture(scope="module", params=METHODS)
def trained(request, tmp_path_factory):
    """Train once what the tests only read."""
    folder = tmp_path_factory.mktemp("model") / request.param
    made = make_request(
        request.param, changes=LONGER.get(request.param), save_model=folder
    )
    return made, classify(made, SilentProgress())


def test_a_saved_model_gives_the_map_of_its_training(trained):
    request, result = trained
    again = predicted(request.save_model, request.cube)
    assert np.array_equal(again.class_map, result.class_map)
    np.testing.assert_allclose(again.confidence, result.confidence, atol=1e-6)
    assert again.scheme == result.scheme
    assert again.provenance["model"] == str(request.save_model)
    assert again.provenance["labels_per_class"] == {}


def test_the_record_says_what_the_model_is(trained):
    request, result = trained
    record = read_model_record(request.save_model)
    assert record.method == request.recipe.method
    assert record.classes == list(request.scheme)
    assert 5 not in record.bands.used
    assert record.bands.wavelength_nm == request.cube.bands.wavelength_nm.tolist()
    assert record.versions["hsiviewer"]
    assert record.configuration == result.provenance["configuration"]
    files = sorted(each.name for each in request.save_model.iterdir())
    assert files == ["model.json", "model.safetensors"]


def test_another_scene_of_the_sensor_is_mapped(trained):
    request, _ = trained
    other = make_scene(rows=50, cols=33)
    # Its file marks another band bad; the model reads what it knows.
    good = np.arange(12) != 2
    found = predicted(request.save_model, other.with_bands(other.bands.with_good(good)))
    assert found.class_map.shape == (50, 33)
    assert (found.class_map > 0).sum() == 50 * 33 - 20


def test_a_finer_sensor_is_resampled_by_wavelength(trained):
    request, result = trained
    cube = request.cube
    fine = np.linspace(395, 1005, 62)
    values = cube.read().reshape(12, -1)
    values[5] = (values[4] + values[6]) / 2
    resampled = np.stack(
        [np.interp(fine, cube.bands.wavelength_nm, each) for each in values.T], axis=1
    ).reshape(62, 37, 41)
    finer = HsiCube(
        ArraySource(resampled.astype(np.float32)),
        BandAxis(62, fine),
        georeference=cube.georeference,
    )
    found = predicted(request.save_model, finer)
    assert "resampled" in " ".join(found.provenance["warnings"])
    inside = result.class_map > 0
    agreement = (found.class_map == result.class_map)[inside].mean()
    known = {each: (result.class_map == each).mean() for each in (3, 7, 20)}
    assert agreement > max(0.8, max(known.values()))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda cube: dataclasses.replace(cube, scale=10000.0),
            "the scene has values as refl",
        ),
        (
            lambda cube: cube.with_bands(BandAxis(12, np.linspace(1400, 2400, 12))),
            "no good band near 11 of the 11",
        ),
        (lambda cube: cube.with_bands(BandAxis(12)), "without wavelengths"),
    ],
)
def test_scenes_that_cannot_serve_are_refused(tmp_path, change, sentence):
    request = make_request("svm", save_model=tmp_path)
    classify(request, SilentProgress())
    with pytest.raises(ConfigurationError, match=sentence):
        predicted(tmp_path, change(request.cube))


def test_a_band_without_values_is_told(tmp_path):
    request = make_request("svm", save_model=tmp_path)
    classify(request, SilentProgress())
    values = request.cube.read()
    values[3] = np.nan
    empty = dataclasses.replace(request.cube, source=ArraySource(values), nodata=None)
    with pytest.raises(TrainingDataError, match="no values in 1 of the bands"):
        predicted(tmp_path, empty)


def test_auxiliary_rasters_are_asked_for_by_name(tmp_path):
    height = dataclasses.replace(make_height(), path=tmp_path / "height.tif")
    request = make_request(save_model=tmp_path / "m", auxiliary=(height,))
    result = classify(request, SilentProgress())
    with pytest.raises(ConfigurationError, match=r"1 auxiliary rasters \(height.tif\)"):
        predicted(tmp_path / "m", request.cube)
    again = predicted(tmp_path / "m", request.cube, auxiliary=(height,))
    assert np.array_equal(again.class_map, result.class_map)


def test_a_pretrained_model_is_no_classifier(tmp_path):
    pretrain(make_request(save_model=tmp_path), SilentProgress())
    request = prediction_request(tmp_path, make_scene())
    with pytest.raises(ConfigurationError, match="has seen no labels"):
        predict(request, SilentProgress())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 99}, "newer version"),
        ({"bands": 3}, "damaged or was saved by an early version"),
        ({"classes": []}, "seen no labels"),
    ],
)
def test_records_that_cannot_be_used_are_told(tmp_path, change, sentence):
    request = make_request("svm", save_model=tmp_path)
    classify(request, SilentProgress())
    record = json.loads((tmp_path / RECORD_FILE).read_text())
    (tmp_path / RECORD_FILE).write_text(json.dumps(record | change))
    with pytest.raises(ConfigurationError, match=sentence):
        predicted(tmp_path, request.cube)


def test_weights_of_another_network_are_told(tmp_path):
    request = make_request(save_model=tmp_path)
    classify(request, SilentProgress())
    record = json.loads((tmp_path / RECORD_FILE).read_text())
    record["configuration"]["width"] = 24
    (tmp_path / RECORD_FILE).write_text(json.dumps(record))
    with pytest.raises(ConfigurationError, match="not those of its record"):
        predicted(tmp_path, request.cube)


def test_the_same_bands_are_taken_as_they_are():
    cube = make_scene()
    bands = ModelBands(
        count=12, used=[0, 1, 7], wavelength_nm=cube.bands.wavelength_nm.tolist()
    )
    fitted, sentence = fitted_to(cube, bands)
    assert sentence == ""
    assert fitted.source is cube.source
    assert fitted.bands.good_bands.tolist() == [0, 1, 7]
