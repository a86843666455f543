"""The examples in the documentation of the public functions do what they show."""

import doctest
import importlib
import pkgutil

import pytest

import hsiviewer
import hsiviewer.api

MODULES = [
    importlib.import_module(f"hsiviewer.api.{module.name}")
    for module in pkgutil.iter_modules(hsiviewer.api.__path__)
]
EXAMPLES = [
    example
    for module in MODULES
    for example in doctest.DocTestFinder(exclude_empty=True).find(module)
    if example.examples
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_show_what_happens(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=told.append)
    assert not runner.failures, "".join(told)


def test_every_function_has_an_example():
    functions = {
        name
        for name in hsiviewer.__all__
        if name.islower() and callable(getattr(hsiviewer, name))
    }
    shown = {example.name.rpartition(".")[2] for example in EXAMPLES}
    assert functions <= shown
