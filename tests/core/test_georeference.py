import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsiviewer.core.georeference import GeoReference

finite = st.floats(-1e4, 1e4)


def test_map_coordinates_are_those_of_the_pixel_centre():
    georeference = GeoReference(transform=(30.0, 0, 1000.0, 0, -30.0, 5000.0))
    assert georeference.map_xy(0, 0) == (1015.0, 4985.0)
    assert georeference.map_xy(2, 1) == (1045.0, 4925.0)


@given(row=finite, col=finite, angle=st.sampled_from([0.0, 5.0, -8.0]))
def test_pixel_inverts_map_coordinates_also_when_rotated(row, col, angle):
    georeference = GeoReference(transform=(15.0, angle, 5e5, angle, -15.0, 4e6))
    found = georeference.pixel(*georeference.map_xy(row, col))
    assert found == pytest.approx((row, col), abs=1e-4)


def test_a_flat_transform_cannot_be_inverted():
    with pytest.raises(ValueError, match="inverted"):
        GeoReference(transform=(1, 1, 0, 1, 1, 0)).pixel(3, 4)


def test_pixel_size_holds_under_rotation():
    assert GeoReference(transform=(3, -4, 0, 4, 3, 0)).pixel_size == (5, 5)
