"""Areas of classes: as mapped, and corrected by a reference."""

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.georeference import GeoReference
from hsiviewer.evaluation.areas import area_rows, class_areas
from hsiviewer.evaluation.stratified import StratifiedSample
from hsiviewer.io.crs import crs_from_code, georeference_of
from hsiviewer.io.pixel_area import pixel_area_m2
from tests.builders import UTM33

CLASS_MAP = np.array([[1, 1, 1, 1, 1, 1, 2, 2, 0, 0]] * 10)
SCHEME = ClassScheme.from_ids([1, 2, 3])


def test_areas_as_mapped_leave_out_what_is_unclassified():
    first, second = class_areas(CLASS_MAP, SCHEME, pixel_m2=900.0)
    assert (first.pixels, first.share) == (60, 0.75)
    assert first.hectares == pytest.approx(5.4)
    assert second.adjusted is second.adjusted_hectares is None
    assert [row[0] for row in area_rows([first, second])] == ["class", 1, 2]


def test_a_reference_corrects_areas_and_tells_how_sure_they_are():
    reference = np.zeros_like(CLASS_MAP)
    reference[:, 0], reference[:3, 0], reference[:, 6] = 1, 3, 2
    sample = StratifiedSample.of_map(reference, CLASS_MAP)
    areas = class_areas(CLASS_MAP, SCHEME, pixel_m2=900.0, sample=sample)
    assert [area.class_id for area in areas] == [1, 2, 3]
    assert areas[2].pixels == 0
    assert areas[2].adjusted.value == pytest.approx(0.75 * 0.3)
    assert areas[2].adjusted_hectares.value == pytest.approx(0.75 * 0.3 * 7.2)
    assert areas[2].adjusted_hectares.error > 0
    assert sum(area.adjusted.value for area in areas) == pytest.approx(1)
    record = areas[2].record()
    assert record["adjusted_hectares"] == areas[2].adjusted_hectares.value
    assert len(area_rows(areas)[0]) == len(area_rows(areas)[3]) == 9


def test_a_map_without_a_place_has_shares_only():
    areas = class_areas(CLASS_MAP, SCHEME, pixel_m2=None)
    assert areas[0].record()["hectares"] is None
    assert area_rows(areas)[1][4] == ""
    assert class_areas(np.zeros((2, 2), int), SCHEME, pixel_m2=None) == []


@pytest.mark.parametrize(
    ("code", "transform", "square_metres"),
    [
        (32633, (30.0, 0.0, 4e5, 0.0, -30.0, 5e6), 900.0),
        (32633, (3.0, 4.0, 4e5, 4.0, -3.0, 5e6), 25.0),
        (2263, (10.0, 0.0, 1e6, 0.0, -10.0, 2e5), (10 * 1200 / 3937) ** 2),
        (4326, (0.001, 0.0, 10.0, 0.0, -0.001, 0.0005), 111.3195 * 110.5743),
        (4326, (0.001, 0.0, 10.0, 0.0, -0.001, 60.0005), 55.8002 * 111.4123),
    ],
)
def test_the_area_of_a_pixel_is_that_on_the_ground(code, transform, square_metres):
    place = georeference_of(crs_from_code("EPSG", code), transform)
    assert pixel_area_m2(place, (1, 1)) == pytest.approx(square_metres, rel=1e-3)


@pytest.mark.parametrize("place", [GeoReference(), GeoReference(UTM33.crs_wkt)])
def test_where_nothing_is_known_there_is_no_area(place):
    assert pixel_area_m2(place, (4, 5)) is None
