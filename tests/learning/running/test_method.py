"""What every method says of itself, and the code behind it."""

import inspect
from dataclasses import replace

import pytest

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.machine.memory import estimate_bytes
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.running.method import (
    Method,
    ObjectMethod,
    PretrainingMethod,
    object_method,
    pretraining_method,
    scene_method,
)

SPECS = list(METHODS.values())
BANDS = [[30], [200], [200, 1]]


def offers(module, protocol):
    """Tell whether a module has the functions of a protocol, with their parameters."""
    for name in ("train", "restore", "pretrain", "classify_objects"):
        wanted = getattr(protocol, name, None)
        if wanted is not None:
            given = list(inspect.signature(getattr(module, name)).parameters)
            assert given == list(inspect.signature(wanted).parameters)[1:], name
    return True


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_code_is_what_the_registry_says(spec):
    assert offers(scene_method(spec), Method)
    if spec.can_pretrain:
        assert offers(pretraining_method(spec), PretrainingMethod)
    if spec.objects:
        assert offers(object_method(spec), ObjectMethod)


def test_two_methods_judge_objects():
    assert [spec.id for spec in SPECS if spec.objects] == ["s3fn", "svm"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_fields_that_are_named_are_fields(spec):
    for config in spec.preset_configs.values():
        assert isinstance(config, BaseConfig)
        for name in (*spec.batch_fields, *spec.encoder_fields):
            assert hasattr(config, name)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_memory_grows_with_bands_and_with_the_paper(spec):
    quick, paper = (spec.preset_configs[name] for name in ("quick", "paper"))
    needed = [estimate_bytes(quick, bands) for bands in BANDS]
    assert needed == sorted(needed)
    assert 400e6 < needed[0] < 4e9
    if hasattr(quick, "context"):  # papers have no network of the surroundings
        quick = replace(quick, context=False)
    assert estimate_bytes(paper, BANDS[1]) >= estimate_bytes(quick, BANDS[1])


def test_smaller_batches_need_less_memory():
    for spec in SPECS:
        for config in spec.preset_configs.values():
            halves = {name: getattr(config, name) // 2 for name in spec.batch_fields}
            smaller = type(config)(**{**vars(config), **halves})
            less = estimate_bytes(smaller, [200])
            assert less < estimate_bytes(config, [200]) or not halves
