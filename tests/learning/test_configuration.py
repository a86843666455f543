import dataclasses
import json
import os
import subprocess
import sys

import pytest

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.configuration import config_record, make_config, parameters
from hsiviewer.learning.registry import METHODS, method_spec

ALL = sorted(METHODS)


@pytest.mark.parametrize("method", ALL)
def test_every_method_has_the_presets_quick_and_paper(method):
    assert set(method_spec(method).presets) == {"quick", "paper"}
    assert make_config(method) == make_config(method, "quick")


@pytest.mark.parametrize("method", ALL)
def test_every_parameter_is_described_and_its_defaults_are_allowed(method):
    for each in parameters(method):
        assert len(each.help) > 10, each.name
        for preset, value in each.default.items():
            made = make_config(method, preset, {each.name: str(value)})
            assert getattr(made, each.name) == value


@pytest.mark.parametrize("method", ALL)
def test_record_is_json_and_makes_the_same_configuration_again(method):
    config = make_config(method)
    record = json.loads(json.dumps(config_record(config)))
    assert make_config(method, "paper", record) == config


@pytest.mark.parametrize("method", ALL)
def test_configuration_is_frozen(method):
    config = make_config(method)
    name = parameters(method)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(config, name, 1)


def test_text_of_the_command_line_becomes_typed_values():
    config = make_config(
        "diffclip",
        "quick",
        {"steps": "7", "rate": "1e-3", "flips": "false", "encoder": "vit"},
    )
    assert (config.steps, config.rate, config.flips, config.encoder) == (
        7,
        1e-3,
        False,
        "vit",
    )


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("mask_ration", "0.5", "did you mean 'mask_ratio'"),
        ("mask_ratio", "2", "between 0 and 0.95"),
        ("mask_ratio", "nan", "between 0 and 0.95"),
        ("mask_ratio", "much", "a number between"),
        ("steps", "1.5", "a whole number"),
        ("flips", "perhaps", "choose one of True, False"),
        ("encoder", "cnn", "choose one of vit, conv"),
    ],
)
def test_bad_override_is_refused_with_what_is_allowed(key, value, sentence):
    with pytest.raises(ConfigurationError, match=sentence):
        make_config("diffclip", "quick", {key: value})


def test_even_patch_is_refused():
    with pytest.raises(ConfigurationError, match="odd"):
        make_config("diffclip", "quick", {"patch_size": "6"})


def test_heads_must_divide_the_width():
    with pytest.raises(ConfigurationError, match="heads"):
        make_config("diffclip", "paper", {"heads": "7"})


def test_unknown_preset_and_method_are_refused_with_what_there_is():
    with pytest.raises(ConfigurationError, match="quick"):
        make_config("svm", "fast")
    with pytest.raises(ConfigurationError, match="diffclip"):
        make_config("diffklip")


def test_methods_and_their_parameters_are_known_without_heavy_packages():
    program = (
        "import sys\n"
        "from hsiviewer.learning.configuration import make_config, parameters\n"
        "from hsiviewer.learning.registry import METHODS\n"
        "[parameters(each) and make_config(each) for each in METHODS]\n"
        "heavy = {'torch', 'sklearn', 'transformers', 'scipy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_methods_are_listed_without_their_parameters():
    program = (
        "import sys\n"
        "from hsiviewer.learning.registry import METHODS\n"
        "[spec.title for spec in METHODS.values()]\n"
        "late = [name for name in sys.modules if name.endswith('.config')]\n"
        "sys.exit(', '.join([*late, *({'msgspec'} & set(sys.modules))]) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HSIVIEWER_SAFE_MODE": "1"},
    )
    assert done.returncode == 0, done.stderr


def test_paper_preset_holds_the_published_values():
    config = make_config("diffclip", "paper")
    published = {
        "encoder": "vit", "patch_size": 11, "width": 128, "layers": 4, "heads": 8,
        "decoder_layers": 3, "mask_ratio": 0.7, "masked_weight": 0.1,
        "unlabelled": 700, "diffusion_steps": 1000, "pretrain_batch": 128,
        "pretrain_rate": 1e-4, "pretrain_decay": 1e-5, "rate": 1e-4, "decay": 1e-5,
        "batch": 128, "epochs": 150, "optimizer": "adam",
        "temperature": 0.7, "text_tower": "scratch", "template": "p5",
    }  # fmt: skip
    assert {name: getattr(config, name) for name in published} == published
