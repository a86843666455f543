import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.prediction import ensemble
from hsiviewer.learning.running.run import classify, pretrain
from hsiviewer.learning.saved.checkpoints import load_model
from hsiviewer.learning.text import class_text
from tests.learning.scenes import (
    make_height,
    make_labels,
    make_reference,
    make_request,
    make_scene,
    make_scheme,
)

# The published network, as small as it can be.
TINY_VIT = {
    "width": 16, "heads": 2, "layers": 1, "decoder_layers": 1, "patch_size": 5,
    "pretrain_steps": 2, "epochs": 2, "unlabelled": 16, "pretrain_batch": 8,
}  # fmt: skip


def run(**fields):
    return classify(make_request(**fields), SilentProgress())


def tiny_paper(**changes):
    return make_request(preset="paper", changes=TINY_VIT | {"members": 1} | changes)


@pytest.mark.parametrize("preset", ["quick", "paper"])
def test_tiles_of_any_size_give_the_same_labels(monkeypatch, preset):
    def labels(side):
        monkeypatch.setattr(AlignedNetwork, "tile_side", side)
        request = make_request() if preset == "quick" else tiny_paper()
        return classify(request, SilentProgress())

    whole, cut = labels(64), labels(9)
    assert np.array_equal(whole.class_map, cut.class_map)
    np.testing.assert_allclose(whole.confidence, cut.confidence, atol=1e-5)


@pytest.mark.parametrize("auxiliary", [(), (make_height(),)])
@pytest.mark.parametrize("preset", ["quick", "paper"])
def test_both_presets_run_with_and_without_an_auxiliary_raster(preset, auxiliary):
    changes = TINY_VIT if preset == "paper" else None
    result = run(preset=preset, changes=changes, auxiliary=auxiliary)
    assert (result.class_map > 0).sum() == 37 * 41 - 20
    assert result.provenance["preset"] == preset


@pytest.mark.parametrize(
    "changes",
    [
        {"pretrain": False},
        {"mask_ratio": 0.0},
        {"mask_ratio": 0.9},
        {"diffusion": False},
        {"text": False},
        {"learn_temperature": False},
        {"timestep": "random"},
        {"share_encoder": False},
        {"train_positions": True},
        {"scaling": "band-robust"},
        {"components": 3},
        {"positives": "multi"},
        {"patch_size": 7},
        {"template": "p1"},
        {"flips": True},
    ],
    ids=lambda each: "-".join(f"{key}={value}" for key, value in each.items()),
)
def test_every_ablation_runs(changes):
    request = tiny_paper(**changes)
    result = classify(request, SilentProgress())
    assert np.isfinite(result.confidence[result.class_map > 0]).all()


def test_a_scratch_tower_only_needs_names_that_differ():
    # Names may be exchanged among classes: nothing may leak through their truth.
    scheme = make_scheme()
    shuffled = ClassScheme(
        tuple(
            replace(each, name=name)
            for each, name in zip(scheme, ("roof", "water", "lawn"), strict=True)
        )
    )
    changes = {
        "steps": 60, "pretrain": False, "template": "p1", "members": 1,
        "calibration_folds": 0,
    }  # fmt: skip
    known = make_reference()
    known[:4, :5] = 0
    accuracies = []
    for given in (scheme, shuffled):
        found = run(scheme=given, changes=changes).class_map
        accuracies.append((found == known)[known > 0].mean())
    assert min(accuracies) > 0.8
    assert abs(accuracies[0] - accuracies[1]) < 0.02


def test_random_timestep_of_training_leaves_prediction_deterministic():
    first, second = (
        classify(tiny_paper(timestep="random"), SilentProgress()) for _ in range(2)
    )
    assert np.array_equal(first.confidence, second.confidence, equal_nan=True)


def test_pretrained_weights_are_saved_and_used(tmp_path):
    folder = tmp_path / "model"
    pretrain(make_request(save_model=folder), SilentProgress())
    record = json.loads((folder / "model.json").read_text())
    assert record["method"] == "diffclip"
    assert record["bands"]["used"] == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    assert len(record["bands"]["wavelength_nm"]) == 12
    loaded = run(pretrained=folder)
    assert "pre-training" not in loaded.provenance["seconds"]
    # The same seed pre-trains to the same weights inside a classification.
    assert np.array_equal(loaded.class_map, run().class_map)
    fresh = run(changes={"pretrain": False})
    assert not np.array_equal(loaded.confidence, fresh.confidence, equal_nan=True)


def test_fine_tuned_networks_are_saved_with_their_classes(tmp_path):
    result = run(save_model=tmp_path)
    tensors, record = load_model(tmp_path)
    assert record["stage"] == "fine-tuning"
    assert [each["id"] for each in record["classes"]] == [3, 7, 20]
    assert (
        round(record["details"]["temperature"], 4)
        == (result.provenance["score_temperature"])
    )
    for number in range(2):
        vectors = tensors[f"classes{number}.vectors"]
        torch.testing.assert_close(vectors.norm(dim=1), torch.ones(3))
    # They have seen labels: nothing may start from them as if they had not.
    with pytest.raises(ConfigurationError, match="trained on labels already"):
        run(pretrained=tmp_path)


def test_pretraining_needs_no_labels(tmp_path):
    labels = np.zeros((37, 41), np.uint16)
    for name, given in (("none", labels), ("some", make_labels())):
        pretrain(
            make_request(labels=given, save_model=tmp_path / name), SilentProgress()
        )
    weights = [
        (tmp_path / name / "model.safetensors").read_bytes()
        for name in ("none", "some")
    ]
    assert weights[0] == weights[1]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"changes": {"width": 24}}, "width 16, this job 24"),
        ({"auxiliary": (make_height(),)}, "other auxiliary rasters"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path, fields, sentence):
    pretrain(make_request(save_model=tmp_path), SilentProgress())
    with pytest.raises(ConfigurationError, match=sentence):
        run(pretrained=tmp_path, **fields)


def test_weights_of_other_bands_are_refused(tmp_path):
    request = make_request(save_model=tmp_path)
    pretrain(request, SilentProgress())
    cube = request.cube
    good = cube.bands.good_mask.copy()
    good[0] = False
    with pytest.raises(ConfigurationError, match="other bands"):
        run(pretrained=tmp_path, cube=cube.with_bands(cube.bands.with_good(good)))


def test_frozen_encoder_reads_the_descriptions(monkeypatch):
    seen = []

    class Fake:
        name = "fake"
        digest = "fake"

        def encode(self, sentences, names=None):
            seen.extend(sentences)
            return torch.eye(len(sentences), 8)

    monkeypatch.setattr(class_text, "open_encoder", lambda _name: Fake())
    result = run(text_encoder="minilm")
    assert seen == [f"bright {each} in summer" for each in ("water", "lawn", "roof")]
    assert result.provenance["text_encoder"] == "fake"


@pytest.mark.parametrize(
    "temperature", [0.02, pytest.param(2.0, marks=pytest.mark.slow)]
)
def test_calibration_makes_confidence_honest_and_leaves_the_map(temperature):
    fields = {"cube": make_scene(noise=3.0), "labels": make_labels(shots=20)}
    changes = {
        "steps": 60, "pretrain": False, "prior_adaptation": False, "members": 1,
        "temperature": temperature, "learn_temperature": False,
    }  # fmt: skip
    plain, calibrated = (
        run(**fields, changes=changes | {"calibration_folds": each}) for each in (0, 3)
    )
    assert np.array_equal(plain.class_map, calibrated.class_map)
    known = make_reference()
    known[:4, :5] = 0
    right = (plain.class_map == known)[known > 0].mean()
    assert np.nanmean(calibrated.confidence) == pytest.approx(right, abs=0.1)
    assert plain.provenance["score_temperature"] == 1
    assert calibrated.provenance["score_temperature"] != 1


def test_priors_are_the_same_whichever_way_they_are_found(monkeypatch):
    request = make_request()
    results = []
    for gain in (0, 10**9):
        monkeypatch.setattr(ensemble, "_DENSE_GAIN", gain)
        monkeypatch.setattr(AlignedNetwork, "tile_side", 11)
        results.append(classify(request, SilentProgress()))
    shares = [each.provenance["estimated_class_shares"] for each in results]
    np.testing.assert_allclose(*shares, atol=1e-3)
    assert np.array_equal(results[0].class_map, results[1].class_map)


def test_arrays_as_large_as_the_scene_lie_in_files(tmp_path):
    result = run(scratch=tmp_path)
    assert isinstance(result.class_map, np.memmap)
    assert isinstance(result.confidence, np.memmap)
    expected = run()
    assert np.array_equal(result.class_map, expected.class_map)
    assert np.array_equal(result.confidence, expected.confidence, equal_nan=True)
