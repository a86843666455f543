"""A scene that is classified while it is labelled, and what it suggests."""

import numpy as np
import pytest

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.live import features
from hsiviewer.learning.live.classifier import LiveClassifier
from hsiviewer.learning.live.features import SceneFeatures
from hsiviewer.learning.live.scene import LabelledPixels, LiveScene
from hsiviewer.learning.training.discriminants import fit_discriminant
from tests.builders import make_cube

ROWS, COLS, BANDS = 45, 60, 8
TRUTH = np.repeat([2, 5, 9], COLS // 3)[None, :].repeat(ROWS, axis=0)
WHOLE = PixelWindow(0, 0, ROWS, COLS)


def make_scene(**options):
    """Return three vertical stripes of three materials with noise, and a gap."""
    generator = np.random.default_rng(1)
    values = generator.normal(0, 20, (BANDS, ROWS, COLS))
    for class_id in (2, 5, 9):
        spectrum = 100 * np.cos(np.linspace(0, class_id, BANDS))
        values[:, class_id == TRUTH] += spectrum[:, None]
    values[:, :2, :2] = -9999
    cube = make_cube(values=values.astype(np.float32), nodata=-9999.0)
    return LiveScene(cube, **options)


def labelled(*pixels):
    rows, cols = np.array(pixels, np.intp).T
    return LabelledPixels(rows, cols, TRUTH[rows, cols].astype(np.uint16))


ONE_EACH = labelled((20, 5), (20, 30), (20, 55))


def complete(scene):
    while not scene.features.is_complete:
        scene.features.advance(1.0)
    return scene


def test_one_label_of_each_class_gives_a_map():
    ids, window, step = make_scene().classify(ONE_EACH, WHOLE, 1)
    assert (window, step) == (WHOLE, 1)
    assert (ids[:2, :2] == 0).all(), "no values, no class"
    assert (ids == TRUTH).mean() > 0.95


def test_a_window_shows_what_the_whole_shows():
    scene = make_scene()
    whole = scene.classify(ONE_EACH, WHOLE, 1)[0]
    part, window, step = scene.classify(ONE_EACH, PixelWindow(7, 9, 20, 33), 3)
    assert (window, step) == (PixelWindow(7, 9, 20, 33), 3)
    assert (part == whole[7:27:3, 9:42:3]).all()


def test_the_classes_are_those_of_the_method_discriminant():
    scene = make_scene()
    pixels = labelled(
        *zip(range(5, 40), np.linspace(2, 57, 35, dtype=int), strict=True)
    )
    values = scene.features.at(pixels.rows, pixels.cols)
    learned = LiveClassifier.fit(values, pixels.class_ids)
    known, targets = np.unique(pixels.class_ids, return_inverse=True)
    score = fit_discriminant(values.astype(np.float64), targets)
    expected = known[score(values.astype(np.float64)).argmax(axis=1)]
    assert (known[learned.scores(values).argmax(axis=1)] == expected).all()
    assert (learned.classify(scene.features.grid, WHOLE, 1)[5, 2]) == expected[0]


def test_an_overview_comes_first(monkeypatch):
    monkeypatch.setattr(features, "_OVERVIEW_PIXELS", 200)
    monkeypatch.setattr(features, "_TILE_SIDE", 16)
    scene = make_scene()
    assert not scene.features.is_complete
    ids, window, step = scene.classify(ONE_EACH, PixelWindow(10, 10, 20, 20), 1)
    assert step == 4
    assert (window.row, window.col) == (8, 8)
    assert ids.shape == (6, 6)
    shares = [scene.features.advance(0.0)]
    while not scene.features.is_complete:
        shares.append(scene.features.advance(1e-9))
        assert (shares[-1] == 1.0) == (scene.features.grid.step == 1)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 10, "it can be left after every tile"
    assert scene.classify(ONE_EACH, WHOLE, 1)[2] == 1


def test_features_stay_within_their_limit_and_labels_keep_their_own_spectrum():
    whole = make_scene()
    limit = whole.features.grid.values.nbytes // 8
    scene = complete(make_scene(largest_bytes=limit))
    grid = scene.features.grid
    assert grid.step > 1
    assert grid.values.nbytes + grid.edges.nbytes <= limit
    rows, cols = np.array([20, 20]), np.array([18, 21])  # one cell, two materials
    assert (rows // grid.step == rows[0] // grid.step).all()
    own = scene.features.at(rows, cols)[:, :BANDS]
    expected = (
        scene.features._scaler.apply(
            scene._cube.read_spectra(rows, cols).T.astype(np.float32)
        ).T
        * scene.features._factors[:BANDS]
    )
    between = (rows % grid.step > 0) | (cols % grid.step > 0)
    assert between.any()
    np.testing.assert_allclose(own[between], expected[between], rtol=1e-5)
    ids, _, step = scene.classify(ONE_EACH, WHOLE, 1)
    assert step == grid.step
    expected = TRUTH[:: grid.step, :: grid.step]
    assert ids.shape == expected.shape
    assert (ids == expected).mean() > 0.9


def test_a_scene_without_values_is_refused():
    values = np.full((3, 5, 6), np.nan, np.float32)
    with pytest.raises(TrainingDataError):
        SceneFeatures(make_cube(values=values))


def test_suggestions_are_new_apart_and_inside_areas():
    scene = make_scene()
    seen = [(20, 5), (20, 30)]
    first = scene.suggest(labelled((20, 5), (20, 30)), [], 10)
    assert len(first) == len(set(first)) == 10
    edges = scene.features.grid.edges
    for row, col in first:
        assert edges[row, col] <= np.quantile(edges, 0.95)
        assert TRUTH[row, max(0, col - 1)] == TRUTH[row, min(COLS - 1, col + 1)]
        assert not (row < 2 and col < 2)
        assert all(np.hypot(row - r, col - c) > 3 for r, c in seen)
    again = scene.suggest(labelled((20, 5), (20, 30)), first, 10)
    assert not set(again) & set(first)
    assert scene.suggest(labelled((20, 5), (20, 30)), [], 10) == first


def test_the_class_without_a_label_is_suggested():
    found = make_scene().suggest(labelled((20, 5), (20, 30)), [], 10)
    assert any(TRUTH[pixel] == 9 for pixel in found)


@pytest.mark.parametrize("known", [(), ((20, 5),)])
def test_without_two_classes_all_parts_of_the_scene_are_suggested(known):
    labels = labelled(*known) if known else LabelledPixels(*[np.empty(0, np.intp)] * 3)
    found = make_scene().suggest(labels, [], 10)
    assert {TRUTH[pixel] for pixel in found} == {2, 5, 9}
