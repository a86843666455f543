"""Pixels to label next, from any method, a saved model, or the scene alone."""

import dataclasses

import numpy as np
import pytest

from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.data import inputs
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier
from hsiviewer.learning.running import suggesting
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.running.suggesting import suggest
from hsiviewer.learning.suggestions import engine
from hsiviewer.learning.suggestions.records import SuggestionOptions
from tests.learning.scenes import CLASS_IDS, make_labels, make_request, make_scene


class Watched(SilentProgress):
    """Notes fractions; stops at a checkpoint if asked to."""

    def __init__(self, patience=None):
        self.fractions, self.checkpoints, self._patience = [], 0, patience

    def report(self, update):
        self.fractions.append(update.fraction)

    def checkpoint(self):
        self.checkpoints += 1
        if self._patience is not None and self.checkpoints > self._patience:
            raise CancelledError


def suggested(method="discriminant", progress=None, options=None, **fields):
    options = SuggestionOptions(count=6, **(options or {}))
    request = make_request(method, **fields)
    return suggest(request, options, progress or SilentProgress())


# One of each kind of predictor, and of each way to scores.
KINDS = ("discriminant", "spectral-angle", "random-forest", "ensemble", "s3fn")


@pytest.mark.parametrize("method", KINDS)
def test_methods_of_every_kind_tell_where_they_doubt(method):
    cube, labels = make_scene(noise=2.0), make_labels()
    found = suggested(method, cube=cube, labels=labels)
    assert len(found) == len({(pixel.row, pixel.col) for pixel in found}) == 6
    for pixel in found:
        assert labels[pixel.row, pixel.col] == 0
        assert np.isfinite(cube.read_spectrum(pixel.row, pixel.col)).all()
        assert pixel.reason == "doubtful"
        assert {pixel.best_class, pixel.second_class} < set(CLASS_IDS)
        assert pixel.best_class != pixel.second_class
        assert 0 <= pixel.margin < 0.9
    margins = [pixel.margin for pixel in found]
    assert margins == sorted(margins)


@pytest.mark.parametrize("method", ["discriminant", "ensemble", "curated-prompts"])
def test_probabilities_are_those_of_the_map(method, monkeypatch):
    seen = {}

    def look(job, predictor, *others):
        tile = next(iter(job.scene.cube.window.tiles(predictor.tile_side)))
        seen["map"] = predictor.predict(tile)
        seen["probabilities"] = predictor.probabilities(tile)
        seen["valid"] = job.valid[tile.slices]
        return []

    monkeypatch.setattr(suggesting, "suggest_doubtful", look)
    suggested(method, labels=make_labels(shots=9))
    valid, found = seen["valid"], seen["probabilities"]
    targets, confidence = seen["map"]
    assert found.shape == (*valid.shape, 3)
    np.testing.assert_allclose(found[valid].sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(found[valid].argmax(axis=1), targets[valid])
    np.testing.assert_allclose(found[valid].max(axis=1), confidence[valid], atol=1e-6)


def test_the_same_seed_gives_the_same_pixels_and_tiles_do_not_matter(monkeypatch):
    fields = {"cube": make_scene(noise=2.0), "seed": 4}
    first = suggested(**fields)
    assert suggested(**fields) == first
    monkeypatch.setattr(PixelClassifier, "tile_side", 9)
    assert suggested(**fields) == first


def test_a_saved_model_is_asked_without_learning(tmp_path):
    cube, labels = make_scene(noise=2.0), make_labels()
    model = tmp_path / "model"
    request = make_request("discriminant", cube=cube, labels=labels, save_model=model)
    classify(request, SilentProgress())
    again = dataclasses.replace(request, save_model=None, model=model)
    options = SuggestionOptions(count=6)
    found = suggest(again, options, SilentProgress())
    assert found == suggested(cube=cube, labels=labels)


@pytest.mark.parametrize("shown", [(), (7,)])
def test_without_two_classes_the_scene_alone_decides(shown):
    cube, labels = make_scene(), make_labels()
    labels[~np.isin(labels, shown)] = 0
    found = suggested(cube=cube, labels=labels)
    assert len(found) == 6
    for pixel in found:
        assert (pixel.reason, pixel.margin) == ("diverse", None)
        assert pixel.best_class == pixel.second_class == 0
        assert labels[pixel.row, pixel.col] == 0
        assert np.isfinite(cube.read_spectrum(pixel.row, pixel.col)).all()
    assert found == suggested(cube=cube, labels=labels)
    assert found != suggested(cube=cube, labels=labels, seed=1)


@pytest.mark.parametrize("shots", [0, 6])
def test_masks_and_distances_are_kept(shots):
    labels = make_labels() if shots else np.zeros((37, 41), np.uint16)
    mask = np.zeros((37, 41), bool)
    mask[20:] = True
    found = suggested(labels=labels, options={"mask": mask, "min_distance": 3.0})
    places = np.array([(pixel.row, pixel.col) for pixel in found])
    assert (places[:, 0] < 20).all()
    others = np.concatenate([np.argwhere(labels), places])
    apart = np.linalg.norm(places[:, None] - others[None], axis=2)
    assert apart[apart > 0].min() >= 3


def test_few_candidates_of_a_large_scene_are_found(monkeypatch):
    monkeypatch.setattr(inputs, "_LISTED_PIXELS", 0)
    monkeypatch.setattr(inputs, "_TRIALS", 0)
    monkeypatch.setattr(engine, "fit_features", lambda *_, **__: [_Plain()])
    mask = np.ones((37, 41), bool)
    mask[30, 5:8] = False
    labels = np.zeros((37, 41), np.uint16)
    found = suggested(labels=labels, options={"mask": mask})
    assert sorted((pixel.row, pixel.col) for pixel in found) == [
        (30, 5), (30, 6), (30, 7)
    ]  # fmt: skip


class _Plain:
    """Features that leave spectra as they are."""

    scaler = SpectralScaler.identity(11)


def test_progress_goes_on_to_the_end_and_is_asked_in_each_part():
    progress = Watched()
    suggested(progress=progress)
    assert progress.fractions == sorted(progress.fractions)
    assert progress.fractions[-1] == 1
    for patience in range(0, progress.checkpoints, 2):
        with pytest.raises(CancelledError):
            suggested(progress=Watched(patience))


def test_a_method_without_probabilities_is_told(monkeypatch):
    monkeypatch.delattr(PixelClassifier, "probabilities")
    with pytest.raises(ConfigurationError, match="does not tell how probable"):
        suggested()


def test_a_scene_without_free_pixels_is_told():
    with pytest.raises(TrainingDataError, match="no pixel is left"):
        suggested(options={"min_distance": 500.0})
