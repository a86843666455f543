"""A refinement lies over the map of a run, follows its classes, and goes with it."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.refinement import Refinement
from hsiviewer.workflows.session.assessment import Assessment
from hsiviewer.workflows.session.map_refining import MapRefining
from tests.builders import make_cube

TRUTH = np.full((6, 7), 1, np.uint16)
SIEVE = Refinement(sieve=4)


@pytest.fixture
def document():
    document = Document(make_cube())
    document.set_classes(ClassScheme.from_ids([1, 2]))
    class_map = TRUTH.copy()
    class_map[2, 3] = 2
    document.set_classification(
        ClassificationResult(
            class_map, np.ones((6, 7), np.float32), document.classes,
            provenance={"method": "svm"},
        )
    )  # fmt: skip
    return document


def test_a_refinement_is_shown_scored_told_and_taken_away(document):
    refining = MapRefining(document)
    assessment = Assessment(document)
    assessment.set_reference(LabelMap(TRUTH), "truth.tif")
    changes = []
    refining.changed.connect(lambda: changes.append(refining.shown))
    run = document.classification
    assert assessment.accuracy.overall_accuracy < 1
    asyncio.run(refining.refine(SIEVE))
    assert assessment.accuracy.overall_accuracy == 1
    assert document.classification.provenance["refinement"] == {"sieve": 4}
    asyncio.run(refining.refine(Refinement(majority=3)))
    assert document.classification.provenance["refinement"] == {"majority": 3}
    refining.remove()
    assert document.classification is run
    refining.remove()
    assert changes == [SIEVE, Refinement(majority=3), Refinement()]


def test_another_map_has_no_refinement(document):
    refining = MapRefining(document)
    asyncio.run(refining.refine(SIEVE))
    other = ClassificationResult(TRUTH, np.ones((6, 7), np.float32), document.classes)
    document.set_classification(other)
    assert refining.shown.is_empty
    assert refining.base is other
    document.set_classification(None)
    with pytest.raises(HsiViewerError, match="train a method first"):
        asyncio.run(refining.refine(SIEVE))


def test_classes_that_get_other_ids_do_so_in_both_maps(document):
    refining = MapRefining(document)
    asyncio.run(refining.refine(SIEVE))
    document.renumber_class(1, 9)
    assert refining.shown == SIEVE
    assert set(np.unique(document.classification.class_map)) == {9}
    refining.remove()
    assert set(np.unique(document.classification.class_map)) == {2, 9}
