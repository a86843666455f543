"""How far surroundings count for networks: chosen, told, saved, and left alone."""

import json

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention

from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.modules.aligned import Mixture, View, dense_views
from hsiviewer.learning.modules.class_vectors import FreeVectors
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.saved.checkpoints import RECORD_FILE
from hsiviewer.learning.saved.model_record import read_model_record
from hsiviewer.learning.training.labelled import rated
from tests.learning.scenes import SHORT, make_labels, make_reference, make_request
from tests.learning.test_saved_models import predicted

NETWORKS = ("contrastdm", "curated-prompts", "diffclip", "s3fn")
WIDE = {"context": True}


def run(method="curated-prompts", **fields):
    changes = {"steps": 30} | fields.pop("changes", {})
    return classify(make_request(method, changes=changes, **fields), SilentProgress())


def test_what_was_chosen_is_told_with_its_reason():
    found = run().provenance["chosen"]
    assert 0 <= found["blend"] <= 1
    assert 0 <= found["held_out_accuracy"] <= 1
    assert found["because"].startswith("Chosen by 18 held-out labels")


@pytest.mark.parametrize("method", ["contrastdm", "diffclip", "s3fn"])
def test_each_network_chooses_how_much_its_surroundings_count(method):
    result = run(method, changes=SHORT[method] | WIDE)
    assert result.provenance["chosen"]["because"].startswith("Chosen by 18 held-out")
    assert (np.asarray(result.class_map) > 0).sum() == make_reference().size - 20


def test_labels_in_few_places_leave_surroundings_out():
    reference, labels = make_reference(), np.zeros((37, 41), np.uint16)
    for class_id in np.unique(reference):
        row, col = np.argwhere(reference[8:30, 8:30] == class_id)[40] + 8
        near = np.argwhere(reference == class_id)
        order = np.abs(near - (row, col)).sum(axis=1).argsort()[:6]
        labels[tuple(near[order].T)] = class_id
    result = run(labels=labels)
    assert result.provenance["chosen"]["blend"] == 0
    assert result.provenance["chosen"]["strength"] == 0
    assert "close together" in " ".join(result.provenance["warnings"])


@pytest.mark.parametrize("changes", [{"calibration_folds": 0}, {"steps": 5}])
def test_a_rule_decides_where_few_labels_can_be_held_out(changes):
    result = run(labels=make_labels(shots=2), changes=changes)
    chosen = result.provenance["chosen"]
    assert (chosen["blend"], chosen["strength"]) == (0.5, 1.0)
    assert "fixed rule" in chosen["because"]


def test_networks_with_context_see_it_and_mix_what_they_say():
    config = make_config("diffclip", "quick", SHORT["diffclip"] | WIDE)
    torch.manual_seed(0)
    network = DiffClip([4, 6], config, FreeVectors(3, config.width)).eval()
    patches = [torch.randn(5, 4, 5, 5), torch.randn(5, 6, 5, 5)]

    def scores(blend, given, temperatures=(1.0, 1.0)):
        network.mixture = Mixture(blend, temperatures)
        return network.patch_scores(given)

    own, around = scores(0.0, patches), scores(1.0, patches)
    others = [patches[0], torch.randn(5, 6, 5, 5)]
    torch.testing.assert_close(scores(0.0, others), own)
    assert not torch.allclose(scores(1.0, others), around)
    expected = F.log_softmax(0.25 * own / 2 + 0.75 * around / 4, dim=1)
    torch.testing.assert_close(scores(0.75, patches, (2.0, 4.0)), expected)


def test_only_what_is_listened_to_is_read():
    config = make_config("diffclip", "quick", SHORT["diffclip"] | WIDE)
    network = DiffClip([4, 6], config, FreeVectors(3, config.width))
    looked_at = {}
    for blend in (0.0, 0.5, 1.0):
        network.mixture = Mixture(blend, (2.0, 4.0))
        looked_at[blend] = [network.looks_at(number) for number in (0, 1)]
    assert looked_at == {0.0: [True, False], 0.5: [True, True], 1.0: [False, True]}
    assert network.softness == 4.0
    network.mixture = Mixture(0.0, (2.0, 4.0))
    assert network.softness == 2.0


def test_encoders_of_surroundings_learn_at_a_rate_of_their_own():
    config = make_config("diffclip", "quick", SHORT["diffclip"] | WIDE | {"rate": 0.1})
    network = DiffClip([4, 6], config, FreeVectors(3, config.width))
    own, around = rated(config, network, network.stage_two_parameters())
    assert (own["lr"], around["lr"]) == (0.1, 1.0)
    named = dict(network.named_parameters())
    assert any(each is named["classes.free"] for each in own["params"])
    assert all(
        any(each is parameter for parameter in network.towers[-1].parameters())
        for each in around["params"]
    )
    plain = DiffClip([4], make_config("diffclip", "quick", {"context": False}))
    every = list(plain.parameters())
    assert rated(config, plain, every) == every


def test_views_of_encoders():
    plain = dense_views(2, 5, has_pixel_expert=True, has_context=False)
    assert plain == [(5, View((0, 1))), (1, View((0, 1)))]
    wide = dense_views(3, 5, has_pixel_expert=True, has_context=True)
    assert wide == [(5, View((0, 2))), (1, View((0, 2))), (1, View((1, 2), True))]


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("curated-prompts", {"encoder": "vit", "patch_size": 9}),
        ("s3fn", {"encoder": "cnn"}),
        ("s3fn", {"fit_on": "shots"}),
        ("contrastdm", {"context": False}),
    ],
)
def test_other_encoders_are_left_with_their_patches(method, changes):
    config = make_config(method, "quick", changes)
    assert not config.sees_surroundings
    assert config.sight == config.patch_size
    usual = make_config(method)
    assert usual.sees_surroundings
    assert usual.sight == 25
    assert usual.working_bytes([200]) > config.working_bytes([200]) or changes != {
        "context": False
    }


@pytest.mark.parametrize("method", NETWORKS)
def test_presets_as_published_stay(method):
    paper = make_config(method, "paper")
    assert (paper.features, paper.context) == ("principal", False)
    earlier = METHODS[method].earlier_values
    assert (earlier["features"], earlier["context"]) == ("principal", False)
    make_config(method, "quick", earlier)


def test_a_model_of_an_earlier_version_means_what_it_meant(tmp_path):
    folder = tmp_path / "model"
    earlier = {"features": "principal", "context": False}
    request = make_request("curated-prompts", changes=earlier, save_model=folder)
    result = classify(request, SilentProgress())
    record = json.loads((folder / RECORD_FILE).read_text())
    for name in earlier:
        del record["configuration"][name]
    (folder / RECORD_FILE).write_text(json.dumps(record))
    assert not read_model_record(folder).recipe("cpu").make_config().context
    again = predicted(folder, request.cube)
    assert np.array_equal(again.class_map, result.class_map)
