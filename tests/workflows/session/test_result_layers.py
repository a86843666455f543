"""Layers of a map: what they say, and that they follow map, classes and reference."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.probabilities import ClassProbabilities, as_bytes
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.value_colors import ColorRamp
from hsiviewer.workflows.session.assessment import Assessment
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.result_layers import ResultLayers
from tests.builders import make_cube

SCHEME = ClassScheme(
    (LandCoverClass(1, "water", "#0000ff"), LandCoverClass(2, "road", "#808080"))
)
WHOLE = PixelWindow(0, 0, 6, 7)
CLASS_MAP = np.where(np.arange(42).reshape(6, 7) % 2, 1, 2).astype(np.uint16)


def result(share=0.75):
    best = np.where(CLASS_MAP == 1, share, 1 - share)
    kept = ClassProbabilities((1, 2), as_bytes(np.stack([best, 1 - best])))
    return ClassificationResult(
        CLASS_MAP, np.full((6, 7), share, np.float32), SCHEME, probabilities=kept
    )


class Session:
    def __init__(self):
        self.document = Document(make_cube())
        self.document.set_classes(SCHEME)
        self.assessment = Assessment(self.document)
        self.layers = RasterLayers(self.document)
        self.shown = ResultLayers(self.document, self.assessment, self.layers)

    def read(self, key):
        return self.layers.find(key).read(WHOLE, 1)


@pytest.fixture
def session():
    return Session()


def test_doubt_is_shown_of_maps_with_probabilities(session):
    with pytest.raises(HsiViewerError, match="has no probabilities of its classes"):
        session.shown.show("result.margin")
    session.document.set_classification(result())
    session.shown.show("result.margin")
    session.shown.show_class(2)
    np.testing.assert_allclose(session.read("result.margin"), 0.5, atol=0.01)
    probable = session.read("result.class_probability")
    np.testing.assert_allclose(
        probable, np.where(CLASS_MAP == 2, 0.75, 0.25), atol=0.01
    )
    assert session.layers.find("result.class_probability").subject == "road"


def test_layers_follow_the_map_and_keep_the_colours_that_were_chosen(session):
    session.document.set_classification(result())
    session.shown.show("result.margin")
    layer = session.layers.find("result.margin")
    session.layers.recolor(layer.id, ColorRamp("gray", 0.2, 0.4))
    session.document.set_classification(result(0.9))
    np.testing.assert_allclose(session.read("result.margin"), 0.8, atol=0.01)
    assert session.layers.find("result.margin").scale == ColorRamp("gray", 0.2, 0.4)
    session.document.set_classification(None)
    assert not session.shown.shows("result.margin")


def test_errors_and_cells_show_where_map_and_reference_differ(session):
    truth = np.full((6, 7), 1, np.uint16)
    truth[0] = 0
    session.document.set_classification(result())
    with pytest.raises(HsiViewerError, match="load a reference map"):
        session.shown.show("result.errors")
    session.assessment.set_reference(LabelMap(truth), "truth.tif")
    session.shown.show("result.errors")
    errors = session.read("result.errors")
    assert np.isnan(errors[0]).all()
    assert (errors[1:] == np.where(CLASS_MAP[1:] == 1, 1, 2)).all()
    session.shown.show_cell(1, 2)
    lit = session.read("result.cell") == 1
    assert (lit == ((truth == 1) & (CLASS_MAP == 2))).all()
    assert session.layers.find("result.cell").subject == "water → road"
    session.shown.show("result.reference")
    assert (session.read("result.reference")[1:] == 1).all()
    session.document.set_classification(None)
    assert [layer.key for layer in session.layers] == ["result.reference"]


def test_what_no_label_looks_like_is_computed_and_shown(session):
    with pytest.raises(HsiViewerError, match="label some pixels"):
        asyncio.run(session.shown.show_unlikeness())
    labels = np.zeros((6, 7), np.uint16)
    labels[2, 3] = labels[2, 4] = 1
    session.document.load_labels(LabelMap(labels), SCHEME)
    asyncio.run(session.shown.show_unlikeness())
    found = session.read("result.unlike")
    assert found[2, 3] == found[2, 4] == 0
    assert found[5, 6] > 1
    session.shown.hide("result.unlike")
    assert len(session.layers) == 0
