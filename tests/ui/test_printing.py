"""Pages with a map: colours are those of the legend, and the scale is right."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.ui.printing.map_page import MapPage, write_page
from tests.builders import UTM33

WATER, WOOD = "#0072b2", "#009e73"
SCHEME = ClassScheme(
    (LandCoverClass(1, "water", WATER), LandCoverClass(2, "Wald 林", WOOD))
)


def page(shape=(60, 90), georeference=UTM33, **fields):
    class_map = np.ones(shape, np.uint16)
    class_map[:, shape[1] // 2 :] = 2
    class_map[:3] = 0
    result = ClassificationResult(
        class_map, np.ones(shape, np.float32), SCHEME, georeference
    )
    return MapPage(result, "Town", "svm, 12 labels", **fields)


def columns_of(image, color):
    """Return in which columns of a picture a colour stands, and how often."""
    rows = np.array(
        [[image.pixel(x, y) & 0xFFFFFF for x in range(0, image.width(), 3)]
         for y in range(0, image.height(), 3)]
    )  # fmt: skip
    return (rows == int(color[1:], 16)).sum(axis=0)


def test_map_and_legend_have_the_colours_of_the_classes(qapp, tmp_path):
    path = tmp_path / "map.png"
    write_page(path, page(dpi=60))
    image = QImage(str(path))
    assert (image.width(), image.height()) == (702, 496)
    legend_from = round((297 - 12 - 64) * 60 / 25.4 / 3)
    for color in (WATER, WOOD):
        counts = columns_of(image, color)
        assert counts[:legend_from].sum() > 500
        assert counts[legend_from:].sum() > 3
    assert image.text("Software").startswith("hsiviewer")


@pytest.mark.parametrize("georeference", [UTM33, GeoReference()])
def test_a_pdf_is_written_of_any_map(qapp, tmp_path, georeference):
    path = tmp_path / "map.pdf"
    write_page(path, page((200, 40), georeference))
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/MediaBox [0 0 595" in data  # upright, as the map is


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [("map.bmp", {}, "not as 'map.bmp'"), ("map.png", {"dpi": 9000}, "give fewer")],
)
def test_pages_that_cannot_be_are_refused(qapp, tmp_path, name, fields, sentence):
    with pytest.raises(ExportError, match=sentence):
        write_page(tmp_path / name, page(**fields))
    assert list(tmp_path.iterdir()) == []
