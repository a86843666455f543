"""One function decides wavelengths and units for every format."""

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.wavelengths import decide_wavelengths


def decide(values, units=None, **more):
    return decide_wavelengths(
        values, units=units, count=more.pop("count", len(values)), file="s.hdr", **more
    )


@pytest.mark.parametrize(
    ("units", "value"),
    [
        *((each, 650.0) for each in ("nm", " NANOMETRES ", "{nm}", "(nm)")),
        *((each, 0.65) for each in ("µm", "μm", "Micron", "Micrometre", "\ufffdm")),
        ("Millimeters", 0.65e-3),
        ("Meters", 0.65e-6),
        ("Angstroms", 6500.0),
        ("Å", 6500.0),
        ("Wavenumber", 1e4 / 0.65),
        ("cm-1", 1e4 / 0.65),
        ("GHz", 299_792_458.0 / 650.0),
    ],
)  # fmt: skip
def test_a_known_unit_is_converted_without_a_notice(units, value):
    axis = decide([value], units)
    assert axis.wavelength_nm[0] == pytest.approx(650.0, rel=1e-12)
    assert axis.notices == ()


@pytest.mark.parametrize("units", [None, "", "Unknown", "n/a", "furlongs"])
def test_without_a_unit_a_median_above_100_means_nanometres(units):
    for values in ([450.0, 650.0], [0.45, 0.65]):
        axis = decide(values, units)
        np.testing.assert_array_equal(axis.wavelength_nm, [450.0, 650.0])
        assert "s.hdr" in axis.notices[0]


def test_a_unit_that_cannot_be_is_corrected_with_a_notice():
    axis = decide([450.0, 650.0], "Micrometers")
    np.testing.assert_array_equal(axis.wavelength_nm, [450.0, 650.0])
    assert "cannot be" in axis.notices[0]


@pytest.mark.parametrize(
    "values", [[0.0, 0.0], [-1.0, 5.0], [1.0, 1e9], [np.nan, 500.0], [np.inf, 1.0]]
)
def test_numbers_that_are_no_light_are_left_out(values):
    axis = decide(values, "nm")
    assert axis.wavelength_nm is None
    assert "left out" in axis.notices[-1]


def test_counted_bands_are_no_wavelengths():
    assert decide([1.0, 2.0, 3.0], "Index").wavelength_nm is None


def test_overlapping_detectors_keep_their_order_and_are_told():
    axis = decide([400.0, 500.0, 490.0, 600.0], "nm")
    np.testing.assert_array_equal(axis.wavelength_nm, [400.0, 500.0, 490.0, 600.0])
    assert "band 3 (490.0 nm) follows band 2 (500.0 nm)" in axis.notices[0]


@pytest.mark.parametrize(
    ("values", "count", "sentence"),
    [
        (["450", "55o"], 2, "'55o'"),
        (["450", "5", "550", "5"], 2, "decimal commas"),
        (["450"], 2, "2 bands but lists 1"),
        (["450", "550", "650"], 2, "2 bands but lists 3"),
    ],
)
def test_lists_that_do_not_fit_are_refused(values, count, sentence):
    with pytest.raises(CubeFormatError, match=sentence) as told:
        decide(values, count=count)
    assert "s.hdr" in str(told.value)


def test_widths_follow_the_unit_of_the_centres():
    axis = decide([0.45, 0.65], "um", fwhm=[0.01, 0.02])
    np.testing.assert_allclose(axis.fwhm_nm, [10.0, 20.0])
    # Ten nanometres cannot be ten micrometres.
    axis = decide([0.45, 0.65], "um", fwhm=[10, 20])
    np.testing.assert_allclose(axis.fwhm_nm, [10.0, 20.0])


@pytest.mark.parametrize("fwhm", [["x", "y"], [1.0], [-1.0, 2.0], [np.nan, 1.0]])
def test_widths_that_cannot_be_are_left_out(fwhm):
    axis = decide([450.0, 650.0], "nm", fwhm=fwhm)
    assert axis.fwhm_nm is None
    assert "left out" in axis.notices[-1]


def test_no_list_means_no_wavelengths():
    assert decide_wavelengths(None, units="nm", count=3, file="x").wavelength_nm is None
    assert decide([], "nm", count=3).notices == ()
