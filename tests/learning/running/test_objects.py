"""Whole objects: where they are, patches, the vote, and what is learned of them."""

import dataclasses
import functools

import numpy as np
import pytest

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.data.object_job import ObjectsRequest
from hsiviewer.learning.data.object_patches import (
    cut_patches,
    object_vote,
    patch_corners,
    read_object,
)
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.running.objects import classify_objects
from tests.learning.objects import NAMES, make_cubes

SCHEME = ClassScheme(
    tuple(
        LandCoverClass(number, name, palette_color(number), f"a {name} fruit")
        for number, name in enumerate(NAMES, start=1)
    )
)
QUICK = {"object_patch": 10, "members": 1, "steps": 80, "filters": 4, "width": 32}
# Where only the way counts, not what is learned.
HASTY = {"steps": 4, "fusion_steps": 2}


def make_request(method="s3fn", shots=4, preset="quick", **changes):
    cubes, kinds = make_cubes(8)
    class_ids = np.zeros(len(cubes), np.uint16)
    for kind in range(3):
        own = np.flatnonzero(kinds == kind)[:shots]
        class_ids[own] = kind + 1
    values = QUICK | changes if method == "s3fn" else changes
    request = ObjectsRequest(
        cubes=cubes,
        class_ids=class_ids,
        scheme=SCHEME,
        recipe=Recipe(method, preset=preset, overrides=values, device="cpu"),
    )
    return request, kinds + 1


@functools.cache
def accuracy(method="s3fn", **changes):
    request, truth = make_request(method, **changes)
    found = classify_objects(request, SilentProgress()).class_ids
    unseen = request.class_ids == 0
    return (found == truth)[unseen].mean()


def test_mask_is_where_anything_differs_from_zero():
    (cube, *_), _ = make_cubes(1)
    image = read_object(cube)
    assert np.array_equal(image.mask, (cube.read() != 0).any(axis=0))
    np.testing.assert_allclose(
        image.mean_spectrum, cube.read()[:, image.mask].mean(axis=1), rtol=1e-5
    )


def test_patches_lie_inside_the_object_and_apart_while_they_can():
    mask = np.zeros((40, 50), bool)
    mask[3:35, 7:45] = True
    corners = patch_corners(mask, 8, 6, np.random.default_rng(0))
    assert len(corners) == 6
    for row, col in corners:
        assert mask[row : row + 8, col : col + 8].all()
    for number, one in enumerate(corners):
        for other in corners[number + 1 :]:
            assert np.abs(one - other).max() >= 8
    # Only one place: the object is just as large as the patch.
    tight = np.zeros((20, 20), bool)
    tight[5:13, 6:14] = True
    assert patch_corners(tight, 8, 6, np.random.default_rng(0)).tolist() == [[5, 6]]
    assert len(patch_corners(tight, 9, 6, np.random.default_rng(0))) == 0
    assert len(patch_corners(tight, 30, 6, np.random.default_rng(0))) == 0


def test_patches_are_cut_where_they_were_chosen():
    (cube, *_), _ = make_cubes(1)
    image = read_object(cube)
    corners = np.array([[4, 6], [8, 8]])
    patches = cut_patches(image, corners, 5)
    assert patches.shape == (2, 10, 5, 5)
    assert np.array_equal(patches[0], image.values[:, 4:9, 6:11])


@pytest.mark.parametrize("rule", ["mean", "hard"])
def test_equal_patches_give_their_own_answer(rule):
    target, shares = object_vote(np.tile([0.2, 0.5, 0.3], (20, 1)), rule)
    assert target == 1
    assert shares.sum() == pytest.approx(1)


def test_ties_are_broken_by_the_mean_probability():
    votes = np.array([[0.6, 0.4, 0], [0.6, 0.4, 0], [0.1, 0.9, 0], [0.1, 0.9, 0]])
    assert object_vote(votes, "hard")[0] == 1
    assert object_vote(votes, "hard")[1].tolist() == [0.5, 0.5, 0]
    assert object_vote(np.array([[0.5, 0.5], [0.5, 0.5]]), "hard")[0] == 0


@pytest.mark.parametrize("rule", ["mean", "hard"])
def test_the_order_of_patches_does_not_matter(rule):
    generator = np.random.default_rng(0)
    votes = generator.dirichlet(np.ones(4), 15)
    shares = [object_vote(votes[generator.permutation(15)], rule)[1] for _ in range(5)]
    for each in shares:
        assert np.array_equal(each, shares[0])


def test_texture_is_learned_that_the_mean_spectrum_does_not_show():
    learned, baseline = accuracy(), accuracy("svm")
    assert learned > 0.9
    assert learned > baseline + 0.1


def test_fused_network_is_not_worse_than_its_first_stage():
    assert accuracy() > accuracy(fuse=False) - 0.1


def test_published_network_runs_on_objects():
    changes = {
        "object_patch": 14, "components": 10, "filters": 2, "width": 16, "epochs": 2,
        "fusion_epochs": 2, "steps": 1,
    }  # fmt: skip
    request, _ = make_request(preset="paper", **changes)
    result = classify_objects(request, SilentProgress())
    assert (result.class_ids > 0).all()
    np.testing.assert_allclose(result.shares.sum(axis=1), 1, atol=1e-6)
    assert "MiniLM" in result.record.details["text_encoder"]


def test_labels_of_others_are_never_read():
    request, _ = make_request(**HASTY)
    first = classify_objects(request, SilentProgress())
    # What is not labelled has no class in the request: same weights, same answer.
    again = classify_objects(request, SilentProgress())
    assert np.array_equal(first.shares, again.shares)


def test_too_small_objects_are_told_and_left_out():
    request, _ = make_request(**HASTY)
    tiny, _ = make_cubes(1)
    small = tiny[0].read()
    small[:, :, 4:] = 0
    cubes = list(request.cubes)
    cubes[-1] = dataclasses.replace(cubes[-1], source=type(cubes[-1].source)(small))
    result = classify_objects(
        dataclasses.replace(request, cubes=cubes), SilentProgress()
    )
    assert result.class_ids[-1] == 0
    assert result.patches[-1] == 0
    assert "not judged" in result.record.warnings[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"recipe": Recipe("diffclip")}, "for whole objects choose one of s3fn, svm"),
        ({"class_ids": np.zeros(24, np.uint16)}, "at least two classes"),
    ],
)
def test_what_cannot_be_learned_is_refused(change, sentence):
    request, _ = make_request()
    with pytest.raises((ConfigurationError, TrainingDataError), match=sentence):
        classify_objects(dataclasses.replace(request, **change), SilentProgress())


def test_labelled_object_smaller_than_a_patch_is_refused():
    request, _ = make_request(object_patch=30)
    with pytest.raises(TrainingDataError, match="choose a smaller object_patch"):
        classify_objects(request, SilentProgress())


def test_it_can_be_cancelled():
    class Stopped(SilentProgress):
        def checkpoint(self):
            raise CancelledError

    request, _ = make_request()
    with pytest.raises(CancelledError):
        classify_objects(request, Stopped())
