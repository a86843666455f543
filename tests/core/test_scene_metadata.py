"""What a user says about a scene: checked, and put on the bands."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import SceneMetadataError
from hsiviewer.core.number_ranges import band_numbers, ranges_text
from hsiviewer.core.scene_metadata import SceneMetadata


def test_nothing_said_changes_nothing():
    bands = BandAxis(3, np.array([1.0, 2.0, 3.0]) * 500, names=("a", "b", "c"))
    nothing = SceneMetadata()
    assert nothing.is_empty
    assert nothing.said == ()
    assert nothing.on_bands(bands) == bands


def test_bands_get_wavelengths_widths_and_marks():
    bands = BandAxis(4, names=("a", "b", "c", "d"))
    said = SceneMetadata(range_nm=(400, 700), fwhm_nm=(10,), bad_bands=(1,))
    axis = said.on_bands(bands)
    assert axis.wavelength_nm.tolist() == [400, 500, 600, 700]
    assert axis.fwhm_nm.tolist() == [10] * 4
    assert axis.good_mask.tolist() == [True, False, True, True]
    assert axis.names == bands.names
    assert said.said == ("range_nm", "fwhm_nm", "bad_bands")


def test_widths_of_other_wavelengths_are_dropped():
    bands = BandAxis(2, np.array([500.0, 600]), np.array([5.0, 6]))
    assert SceneMetadata(wavelengths_nm=(700, 800)).on_bands(bands).fwhm_nm is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"axes": ("rows", "rows", "bands")}, "once each"),
        ({"wavelengths_nm": (0.4, 0.5)}, "check their unit"),
        ({"wavelengths_nm": (500,), "sensor": "emit"}, "two ways"),
        ({"range_nm": (500.0, 500.0)}, "are the same"),
        ({"fwhm_nm": (0.0,)}, "positive"),
        ({"bad_bands": (3, 3)}, "band 4 twice"),
        ({"default_bands": (1, 2)}, "one band, or three"),
        ({"nodata": "nothing"}, "or none"),
        ({"nodata": float("nan")}, "always mean"),
        ({"scale": 0.0}, "positive"),
        ({"offset": float("inf")}, "finite"),
        ({"quantity": "beauty"}, "reflectance, radiance"),
        ({"unit": "x\ny"}, "single line"),
        ({"transform": (1.0, 2.0, 0.0, 1.0, 2.0, 0.0)}, "one line"),
    ],
)
def test_what_is_impossible_is_refused(fields, sentence):
    with pytest.raises(SceneMetadataError, match=sentence):
        SceneMetadata(**fields)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"wavelengths_nm": (500.0, 600.0)}, "2 wavelengths are given for 4 bands"),
        ({"fwhm_nm": (5.0, 6.0)}, "2 band widths"),
        ({"bad_bands": (4,)}, "name band 5; there are the bands 1 to 4"),
        ({"bad_bands": (0, 1, 2, 3)}, "all bands"),
    ],
)
def test_what_does_not_fit_the_scene_is_refused(fields, sentence):
    with pytest.raises(SceneMetadataError, match=sentence):
        SceneMetadata(**fields).on_bands(BandAxis(4))


def test_lists_of_bands_are_read_and_written():
    assert band_numbers("1-3, 7; 9 - 10") == (0, 1, 2, 6, 8, 9)
    assert band_numbers("") == ()
    assert ranges_text([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    for text in ("0", "5-3", "a", "1-", "1-9999999"):
        with pytest.raises(SceneMetadataError):
            band_numbers(text)
