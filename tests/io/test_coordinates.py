"""Places are found by what people and maps write."""

import pytest
from rasterio.warp import transform

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.coordinates import find_pixel
from hsiviewer.workflows.viewing.positions import Locator
from tests.builders import UTM33

SHAPE = (100, 100)
(LON,), (LAT,) = transform("EPSG:32633", "EPSG:4326", [360915.0], [5809625.0])
(EAST32,), (NORTH32,) = transform("EPSG:32633", "EPSG:32632", [360915.0], [5809625.0])
DEGREES = GeoReference(
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]',
    (0.01, 0, 12.5, 0, -0.01, 53.0),
)


def dms(angle):
    seconds = angle * 3600
    minutes, seconds = divmod(seconds, 60)
    degrees, minutes = divmod(int(minutes), 60)
    return degrees, minutes, seconds


LAT_DMS, LON_DMS = dms(LAT), dms(LON)


@pytest.mark.parametrize(
    "text",
    [
        "r 12 c 30",
        "row 12, col 30",
        "360915, 5809625",
        "360915 5809625",
        "x 360915.0; y 5809625.0",
        f"{LAT:.6f}, {LON:.6f}",
        f"{LAT:.6f},{LON:.6f}",
        f"  {LAT:.6f} {LON:.6f} ",
        f"{LAT:.6f} {LON:.6f}".replace(".", ","),
        f"{LAT:.6f} N {LON:.6f} E",
        f"{LAT:.6f}°N, {LON:.6f}°E",
        f"N {LAT:.6f} O {LON:.6f}",
        f"{LON:.6f} E {LAT:.6f} N",
        "{}°{}'{:.2f}\"N {}°{}'{:.2f}\"E".format(*LAT_DMS, *LON_DMS),
        "N {}° {}\u2032 {:.2f}\u2033, E {}° {}\u2032 {:.2f}\u2033".format(
            *LAT_DMS, *LON_DMS
        ),
        "{}:{}:{:.2f} {}:{}:{:.2f}".format(*LAT_DMS, *LON_DMS),
        f"{LAT_DMS[0]}° {LAT % 1 * 60:.5f}' N  {LON_DMS[0]}° {LON % 1 * 60:.5f}' E",
        "33U 360915 5809625",
        "33 n 360915 5809625",
        "33U 360915 m E, 5809625 m N",
        f"32N {EAST32:.1f} {NORTH32:.1f}",
    ],
)
def test_places_are_found(text):
    assert find_pixel(text, UTM33, SHAPE) == pytest.approx((12, 30), abs=0.05)


def test_a_place_that_the_status_bar_tells_is_found_again():
    for georeference in (UTM33, DEGREES):
        place = Locator(georeference).describe(12, 30)
        for text in (place.geographic_text, place.map_text):
            found = find_pixel(text, georeference, SHAPE)
            assert found == pytest.approx((12, 30), abs=0.1)


def test_two_numbers_are_the_place_that_lies_in_the_scene():
    row, col = find_pixel("52.405, 12.805", DEGREES, SHAPE)
    assert (round(row), round(col)) == (59, 30)
    assert find_pixel("12.805, 52.405", DEGREES, SHAPE) == pytest.approx((row, col))
    south = GeoReference(DEGREES.crs_wkt, (0.01, 0, 150.0, 0, -0.01, -33.0))
    row, col = find_pixel("-33.505, 150.305", south, SHAPE)
    assert (round(row), round(col)) == (50, 30)
    assert find_pixel("33.505 S 150.305 E", south, SHAPE) == pytest.approx((row, col))
    small = GeoReference(UTM33.crs_wkt, (0.1, 0, 0, 0, -0.1, 20))
    assert find_pixel("4.05, 15.95", small, SHAPE) == pytest.approx((40, 40))


def test_the_letter_s_is_a_band_or_a_hemisphere():
    south = GeoReference(
        UTM33.crs_wkt.replace("32633", "32733").replace("33N", "33S")
        .replace('"false_northing",0', '"false_northing",10000000'),
        (30, 0, 360000, 0, -30, 6280000),
    )  # fmt: skip
    assert find_pixel("33S 360915 6279625", south, SHAPE) == pytest.approx((12, 30))
    north = GeoReference(UTM33.crs_wkt, (30, 0, 360000, 0, -30, 3900000))
    assert find_pixel("33S 360915 3899625", north, SHAPE) == pytest.approx((12, 30))


@pytest.mark.parametrize(
    ("text", "georeference", "sentence"),
    [
        ("home", UTM33, "names no place"),
        ("", UTM33, "names no place"),
        ("1" * 5000, UTM33, "names no place"),
        ("52 N 13 N", UTM33, "names no place"),
        ("52°70'N 13°E", UTM33, "names no place"),
        ("N 52 S 13 E", UTM33, "names no place"),
        ("95 N 13 E", UTM33, "names no place"),
        ("61U 360915 5809625", UTM33, "names no place"),
        ("1 2", GeoReference(), "no map coordinates"),
        ("52 N 13 E", GeoReference(transform=(1, 0, 5, 0, 1, 0)), "no coordinate"),
        ("33U 360915 5809625", GeoReference(), "no coordinate"),
    ],
)
def test_other_texts_are_told(text, georeference, sentence):
    with pytest.raises(HsiViewerError, match=sentence):
        find_pixel(text, georeference, SHAPE)
