"""Model folders that somebody else has made or damaged: a sentence, always."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.running.applying import predict
from hsiviewer.learning.running.run import classify, pretrain
from hsiviewer.learning.saved.checkpoints import RECORD_FILE, WEIGHTS_FILE
from hsiviewer.learning.saved.model_record import read_model_record
from tests.learning.scenes import make_request
from tests.learning.test_saved_models import prediction_request

# One method of each way to keep what was learned.
METHODS = (
    "diffclip", "s3fn", "svm", "random-forest", "spectral-angle", "ensemble",
)  # fmt: skip


@dataclass
class Saved:
    folder: Path
    cube: HsiCube

    @property
    def record(self):
        return json.loads((self.folder / RECORD_FILE).read_text())

    def write(self, record):
        (self.folder / RECORD_FILE).write_text(json.dumps(record))

    @property
    def tensors(self):
        return load_file(self.folder / WEIGHTS_FILE)

    def write_tensors(self, tensors):
        save_file(tensors, self.folder / WEIGHTS_FILE)

    def predict(self):
        return predict(prediction_request(self.folder, self.cube), SilentProgress())


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    """Return a trained model of each method, made on first use."""
    made = {}

    def of(method):
        if method not in made:
            folder = tmp_path_factory.mktemp(method) / "model"
            request = make_request(method, save_model=folder)
            classify(request, SilentProgress())
            made[method] = Saved(folder, request.cube)
        return made[method]

    return of


@pytest.fixture
def copy_of(originals, tmp_path):
    def of(method):
        original = originals(method)
        folder = tmp_path / "model"
        folder.mkdir()
        for file in original.folder.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        return Saved(folder, original.cube)

    return of


@pytest.fixture
def saved(copy_of):
    return copy_of("spectral-angle")


def _put(record, path, value):
    *parents, last = path.split(".")
    for name in parents:
        record = record[name]
    record[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("bands.used", [0, 99]),
        ("bands.used", [-1, 0]),
        ("bands.used", [3, 2, 1]),
        ("bands.used", []),
        ("bands.count", -5),
        ("bands.count", 10**30),
        ("bands.wavelength_nm", [1.0]),
        ("bands.wavelength_nm", [float("nan")] * 12),
        ("seed", -1),
        ("seed", 10**30),
        ("classes", []),
        ("format", [[]]),
        ("format", 99),
        ("method", "nope"),
        ("method", "svm"),
        ("configuration", {"references": ["mean"] * 1000}),
        ("configuration", {"x" * 100_000: 1}),
        ("details.temperature", float("nan")),
        ("details.temperature", 0),
        ("details.temperature", "1"),
        ("details.temperature", 10**400),
        ("details", {}),
        ("auxiliary", ["dsm"]),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(saved, path, value):
    record = saved.record
    _put(record, path, value)
    saved.write(record)
    with pytest.raises(ConfigurationError) as caught:
        saved.predict()
    assert len(str(caught.value)) < 2000


@pytest.mark.parametrize("classes", [1, 2])
def test_other_classes_than_those_of_the_weights_are_refused(saved, classes):
    record = saved.record
    record["classes"] = record["classes"][:classes]
    saved.write(record)
    with pytest.raises(ConfigurationError):
        saved.predict()


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 990 + "1" + "}" * 990, '{"seed": 1' + "0" * 5000]
)
def test_nesting_and_endless_numbers_are_refused(saved, text):
    (saved.folder / RECORD_FILE).write_text(text)
    with pytest.raises(ConfigurationError, match="is damaged"):
        read_model_record(saved.folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", [RECORD_FILE, WEIGHTS_FILE])
def test_a_pipe_is_no_model(saved, name):
    (saved.folder / name).unlink()
    os.mkfifo(saved.folder / name)
    with pytest.raises(ConfigurationError, match="not a regular file"):
        saved.predict()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(copy_of, method, value):
    saved = copy_of(method)
    for name in saved.tensors:
        tensors = saved.tensors
        if not tensors[name].is_floating_point():
            continue
        tensors[name].view(-1)[0] = value
        saved.write_tensors(tensors)
        with pytest.raises(ConfigurationError, match="no numbers"):
            saved.predict()
        break


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_tensor_is_told(copy_of, method):
    saved = copy_of(method)
    before = saved.tensors
    # A scaling without components is one of its own.
    names = sorted(name for name in before if name != "scaler.components")
    for name in (names[0], names[-1]):
        saved.write_tensors({key: each for key, each in before.items() if key != name})
        with pytest.raises(ConfigurationError):
            saved.predict()


@pytest.mark.parametrize("method", METHODS)
def test_other_shapes_and_types_are_told(copy_of, method):
    saved = copy_of(method)
    before = saved.tensors
    for name in (sorted(before)[0], sorted(before)[-1]):
        for changed in (
            torch.zeros((2, *before[name].shape), dtype=before[name].dtype),
            before[name].to(torch.float16),
            before[name].flatten()[:0],
        ):
            saved.write_tensors({**before, name: changed})
            with pytest.raises(ConfigurationError):
                saved.predict()


@pytest.mark.parametrize(
    "method", ["svm", "random-forest", "spectral-angle", "ensemble"]
)
@pytest.mark.parametrize("target", [2_000_000_000, -1, 3])
def test_targets_beyond_the_classes_are_told_at_once(copy_of, method, target):
    saved = copy_of(method)
    tensors = saved.tensors
    tensors["targets"][0] = target
    saved.write_tensors(tensors)
    with pytest.raises(ConfigurationError, match="targets"):
        saved.predict()


def test_a_scaling_by_zero_is_told(copy_of):
    saved = copy_of("svm")
    tensors = saved.tensors
    tensors["scaler.gain"][0] = 0
    saved.write_tensors(tensors)
    with pytest.raises(ConfigurationError, match="not positive"):
        saved.predict()


@pytest.mark.parametrize(("name", "value"), [("C", 1e300), ("gamma", -1), ("C", None)])
def test_parameters_of_a_machine_are_checked(copy_of, name, value):
    saved = copy_of("svm")
    record = saved.record
    record["details"][name] = value
    saved.write(record)
    with pytest.raises(ConfigurationError, match=name):
        saved.predict()


@pytest.mark.parametrize("method", ["diffclip", "s3fn"])
def test_a_size_that_is_claimed_takes_no_memory(copy_of, method):
    saved = copy_of(method)
    record = saved.record
    most = {"diffclip": 512, "s3fn": 1024}[method]
    record["configuration"] |= {"width": most, "members": 2}
    if method == "s3fn":
        record["configuration"] |= {"filters": 256}
    saved.write(record)
    resource = pytest.importorskip("resource", reason="Windows tells no peak")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ConfigurationError, match="not those of its record"):
        saved.predict()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000  # kB; the network would take more


@pytest.mark.parametrize("method", ["diffclip", "contrastdm"])
def test_a_pretraining_of_another_network_is_told(method, tmp_path):
    request = make_request(method, save_model=tmp_path / "first")
    pretrain(request, SilentProgress())
    tensors = load_file(tmp_path / "first" / WEIGHTS_FILE)
    damaged = {
        name: each for name, each in tensors.items() if not name.startswith("member1")
    }
    save_file(damaged, tmp_path / "first" / WEIGHTS_FILE)
    later = make_request(method, pretrained=tmp_path / "first")
    with pytest.raises(ConfigurationError, match="not those of its record"):
        classify(later, SilentProgress())
