import numpy as np
import pytest

from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier
from hsiviewer.learning.running.run import classify
from tests.learning.scenes import (
    make_labels,
    make_reference,
    make_request,
    make_scene,
)


def test_spectra_alone_tell_the_classes_apart():
    result = classify(make_request("svm"), SilentProgress())
    known = result.class_map > 0
    assert (result.class_map == make_reference())[known].mean() > 0.97


def test_chosen_parameters_are_recorded():
    chosen = classify(make_request("svm"), SilentProgress()).provenance["chosen"]
    assert chosen["C"] > 0
    assert chosen["gamma"] > 0
    assert chosen["temperature"] > 0


def test_the_record_says_how_the_parameters_were_searched():
    def search(shots):
        request = make_request(
            "svm", cube=make_scene(noise=2.0), labels=make_labels(shots=shots)
        )
        return classify(request, SilentProgress()).provenance["search"]

    assert search(6) == "grid of 30 points on 18 labels"
    assert search(150) == (
        "halving: 30 points on 400 labels, then 6 points on 450 labels"
    )


def test_tiles_of_any_size_give_the_same_map(monkeypatch):
    def found(side):
        monkeypatch.setattr(PixelClassifier, "tile_side", side)
        return classify(make_request("svm"), SilentProgress())

    whole, cut = found(64), found(9)
    assert np.array_equal(whole.class_map, cut.class_map)
    np.testing.assert_allclose(whole.confidence, cut.confidence, atol=1e-5)


@pytest.mark.parametrize(
    "changes", [{"components": 0}, {"components": 3}, {"folds": 2}]
)
def test_every_parameter_can_be_changed(changes):
    result = classify(make_request("svm", changes=changes), SilentProgress())
    assert (result.class_map > 0).any()


def test_confidence_falls_with_noise_as_accuracy_does():
    def confidence(noise):
        request = make_request(
            "svm", cube=make_scene(noise=noise), labels=make_labels(shots=10)
        )
        result = classify(request, SilentProgress())
        known = result.class_map > 0
        right = (result.class_map == make_reference())[known].mean()
        return float(result.confidence[known].mean()), float(right)

    clear, noisy = confidence(0.3), confidence(4.0)
    assert clear[0] > noisy[0] + 0.1
    assert clear[1] > noisy[1] + 0.1
    # Honest means near the share that is right, not merely lower.
    assert noisy[0] == pytest.approx(noisy[1], abs=0.15)
