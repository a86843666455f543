"""Experts on pixels and surroundings: features, graph, choice, and the whole."""

import dataclasses

import numpy as np
import pytest

from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.smoothing import (
    domain_filter,
    fill_gaps,
    gaussian_means,
)
from hsiviewer.learning.methods.ensemble import method, predictor
from hsiviewer.learning.methods.ensemble.experts import (
    EXPERTS,
    Settings,
    fit_machine,
    fit_normal,
    fit_regression,
    joined,
)
from hsiviewer.learning.prediction.graph import PixelGraph, mean_difference
from hsiviewer.learning.running.applying import predict
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.training.choosing import (
    candidates,
    choose,
    may_weigh_shares,
)
from tests.learning.scenes import make_labels, make_reference, make_request, make_scene
from tests.learning.test_saved_models import prediction_request


def run(**fields):
    return classify(make_request("ensemble", **fields), SilentProgress())


def known():
    reference = make_reference()
    reference[:4, :5] = 0
    return reference


def rightly(result):
    return (result.class_map == known())[known() > 0].mean()


def test_means_leave_gaps_out_and_filling_takes_the_nearest():
    planes = np.ones((2, 20, 20), np.float32)
    valid = np.ones((20, 20), bool)
    valid[5:9, 5:9] = False
    planes[:, ~valid] = 1e6
    np.testing.assert_allclose(gaussian_means(planes, valid, 2.0)[:, valid], 1)
    assert (fill_gaps(planes, valid) == 1).all()


def test_domain_filter_smooths_inside_fields_and_keeps_their_edges():
    generator = np.random.default_rng(0)
    fields = np.zeros((1, 30, 40), np.float32)
    fields[:, :, 20:] = 10
    noisy = fields + generator.normal(0, 1, fields.shape).astype(np.float32)
    found = domain_filter(noisy, fields, sigma_s=10, sigma_r=0.5)
    assert np.abs(found - fields).mean() < 0.3 * np.abs(noisy - fields).mean()
    assert found[0, :, 20].mean() - found[0, :, 19].mean() > 9


def test_graph_solves_its_equations():
    generator = np.random.default_rng(1)
    guide = generator.normal(size=(3, 6, 7)).astype(np.float32)
    valid = np.ones((6, 7), bool)
    valid[2, 3] = False
    unit = mean_difference(guide, valid)
    priors = generator.dirichlet(np.ones(3), valid.sum()).astype(np.float32)
    found = PixelGraph(guide, valid, unit).agree(priors, 5.0)
    places = np.argwhere(valid)
    looks = guide[:, valid].T
    near = np.abs(places[:, None] - places).max(axis=2) == 1
    weight = np.exp(-((looks[:, None] - looks) ** 2).sum(axis=2) / unit) * near
    laplacian = np.diag(weight.sum(axis=1)) - weight
    expected = np.linalg.solve(np.eye(len(places)) + 5 * laplacian, priors)
    np.testing.assert_allclose(found, expected, atol=5e-3)
    assert PixelGraph(guide, valid, unit).agree(priors, 0.0) is priors


@pytest.mark.parametrize("counts", [[1, 1, 1], [1, 4, 2], [8, 9, 7]])
def test_every_expert_learns_from_few_labels(counts):
    generator = np.random.default_rng(2)
    targets = np.repeat(np.arange(3), counts)
    for expert in EXPERTS:
        blocks = {
            name: (targets[:, None] + generator.normal(0, 0.05, (len(targets), 4)))
            .astype(np.float32)
            for name in expert.blocks
        }  # fmt: skip
        values = joined(blocks, expert.blocks)
        scores = expert.fit(values, targets, Settings(20, 1, list))(values)
        assert scores.shape == (len(targets), 3)
        assert (scores.argmax(axis=1) == targets).all()


def test_scattered_labels_may_choose_and_clustered_ones_may_not():
    many = np.array([20, 20, 20])
    assert len(candidates(many, is_clustered=False)[0]) > 10
    points, sentence = candidates(many, is_clustered=True)
    assert points == [(0.0, 0.0)]
    assert "close together" in sentence
    points, sentence = candidates(np.array([2, 2, 1]), is_clustered=False)
    assert points == [(0.5, 1.0)]
    assert "fixed rule" in sentence


def test_least_smoothing_that_is_not_clearly_worse_is_chosen():
    targets = np.repeat([0, 1], 20)
    sure = np.where(targets[:, None] == [0, 1], 0.9, 0.1)
    doubtful = sure.copy()
    doubtful[::4] = 0.5
    same = {(0.0, 0.0): sure, (0.5, 1.0): sure, (1.0, 4.0): sure}
    assert choose(same, targets)[0].blend == 0
    clear = {(0.0, 0.0): doubtful, (0.5, 1.0): sure, (1.0, 4.0): sure}
    choice, accuracy = choose(clear, targets)
    assert (choice.blend, choice.strength) == (0.5, 1.0)
    assert accuracy == 1


@pytest.mark.parametrize(("blend", "strength"), [(0.0, 1.0), (1.0, 15.0)])
def test_neighbours_agree_as_far_as_labels_allow_where_surroundings_help(
    blend, strength
):
    targets = np.repeat([0, 1], 20)

    def said(*wrong):
        shares = np.where(targets[:, None] == [0, 1], 0.9, 0.1)
        shares[list(wrong)] = 1 - shares[list(wrong)]
        return shares

    # One label more or less is within chance, twelve are not.
    held_out = {
        (blend, 1.0): said(0, 21),
        (blend, 15.0): said(2, 3, 22),
        (blend, 50.0): said(*range(6), *range(20, 28)),
    }
    choice, _ = choose(held_out, targets, agrees_strongly=True)
    assert (choice.blend, choice.strength) == (blend, strength)
    choice, _ = choose(held_out, targets)
    assert choice.strength == 1.0


def test_experts_that_need_many_labels_are_not_heard_with_few():
    few, many = (np.repeat(np.arange(3), count) for count in (2, 5))
    for expert in EXPERTS:
        is_machine = expert.fit is fit_machine
        assert expert.is_heard(many) != (is_machine and expert.is_spatial)
        if expert.fit in (fit_normal, fit_regression):
            assert not expert.is_heard(few)
    assert any(expert.is_spatial and expert.is_heard(many) for expert in EXPERTS)


def test_shares_are_weighed_for_equally_many_labels_only():
    assert may_weigh_shares(np.array([8, 8, 9]))
    assert not may_weigh_shares(np.array([7, 20, 20]))
    assert not may_weigh_shares(np.array([10, 100, 50]))


def test_surroundings_help_where_pixels_are_noisy():
    fields = {"cube": make_scene(noise=3.0), "labels": make_labels(shots=15)}
    result = run(**fields)
    pixels = classify(make_request("random-forest", **fields), SilentProgress())
    assert rightly(result) > rightly(pixels) + 0.05
    chosen = result.provenance["chosen"]
    assert chosen["blend"] > 0 or chosen["strength"] > 0
    assert "held-out labels" in chosen["because"]
    assert result.provenance["estimated_class_shares"]
    assert np.nanmean(result.confidence) == pytest.approx(rightly(result), abs=0.15)


@pytest.mark.parametrize(("shots", "is_added"), [(5, True), (8, False)])
def test_neighbours_of_few_labels_are_learned_from(
    shots, is_added, monkeypatch, tmp_path
):
    def surroundings(counts, *, is_clustered):
        del counts, is_clustered
        return [(1.0, 1.0)], "by the test"

    monkeypatch.setattr(method, "candidates", surroundings)
    fields = {"cube": make_scene(noise=2.0), "labels": make_labels(shots=shots)}
    result = run(**fields, save_model=tmp_path)
    added = result.provenance["chosen"].get("neighbours_learned_from", 0)
    assert (added > 5 * 3 * shots) == is_added
    assert rightly(result) > 0.9
    again = predict(prediction_request(tmp_path, fields["cube"]), SilentProgress())
    np.testing.assert_array_equal(again.class_map, result.class_map)


def test_labels_in_one_corner_are_warned_about():
    labels = np.zeros_like(known())
    labels[8:11, 3:13] = known()[8:11, 3:13]
    result = run(labels=labels)
    provenance, chosen = result.provenance, result.provenance["chosen"]
    assert chosen["label_spread"] == provenance["label_spread"]["ratio"] < 0.18
    assert provenance["label_spread"]["is_clustered"]
    assert chosen["blend"] == chosen["strength"] == 0
    told = " ".join(provenance["warnings"])
    assert "other places" in told
    assert "one by one" in told


def test_a_scene_of_many_tiles_is_mapped_as_one_of_one(monkeypatch):
    fields = {"cube": make_scene(noise=1.0), "labels": make_labels(shots=12)}
    whole = run(**fields)
    for module in (method, predictor):
        monkeypatch.setattr(module, "TILE_SIDE", 16)
        monkeypatch.setattr(module, "MARGIN", 12)
    monkeypatch.setattr(predictor.VotingPredictor, "tile_side", 16)
    tiled = run(**fields)
    assert (tiled.class_map == whole.class_map).mean() > 0.95


def test_labels_of_few_classes_that_can_be_held_out_lie_in_other_windows(monkeypatch):
    """Most labels of a window may be single ones of their class."""
    labels = np.zeros((37, 41), np.uint16)
    labels[1, 20] = 3
    labels[4, 25] = 7
    labels[20, 3] = labels[30, 35] = 20
    for module in (method, predictor):
        monkeypatch.setattr(module, "TILE_SIDE", 16)
        monkeypatch.setattr(module, "MARGIN", 4)
    monkeypatch.setattr(method, "_MOST_WINDOWS", 1)
    chosen = run(labels=labels).provenance["chosen"]
    assert 0 <= chosen["held_out_accuracy"] <= 1


def test_windows_answer_alike_whoever_asks():
    made = make_request("ensemble")
    result = classify(made, SilentProgress())
    again = classify(dataclasses.replace(made), SilentProgress())
    np.testing.assert_array_equal(result.class_map, again.class_map)
    assert PixelWindow.of_shape(made.cube.grid_shape).size == result.class_map.shape
