"""Advice stays short, however many classes there are."""

from hsiviewer.core.classes import ClassScheme
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import advice as advice_module
from hsiviewer.workflows.session.advice import advice
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.builders import make_document


def test_a_few_classes_are_named_and_the_others_counted():
    document = make_document()
    document.set_classes(ClassScheme.from_ids(range(1, 65536)))
    for sentence in advice(document, TrainingSettings(Recipe("diffclip"))):
        assert "class 8" in sentence
        assert "65527 more" in sentence
        assert len(sentence) < 200


def test_too_little_memory_is_told_before_the_start(monkeypatch):
    document = make_document()
    settings = TrainingSettings(Recipe("diffclip", preset="paper"))
    needed = advice_module.needed_bytes(document, settings)
    assert needed > advice_module.needed_bytes(
        document, TrainingSettings(Recipe("diffclip"))
    )
    monkeypatch.setattr(advice_module, "available_bytes", lambda: needed)
    assert "GB of memory are needed" in " ".join(advice(document, settings))
    monkeypatch.setattr(advice_module, "available_bytes", lambda: 2 * needed)
    assert "memory" not in " ".join(advice(document, settings))
    monkeypatch.setattr(advice_module, "available_bytes", lambda: 0)
    assert "memory" not in " ".join(advice(document, settings))
