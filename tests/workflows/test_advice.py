"""Advice stays short, however many classes there are."""

from hsiviewer.core.classes import ClassScheme
from hsiviewer.workflows.advice import advice
from hsiviewer.workflows.classify import TrainingSettings
from tests.builders import make_document


def test_a_few_classes_are_named_and_the_others_counted():
    document = make_document()
    document.set_classes(ClassScheme.from_ids(range(1, 65536)))
    for sentence in advice(document, TrainingSettings(method="diffclip")):
        assert "class 8" in sentence
        assert "65527 more" in sentence
        assert len(sentence) < 200
