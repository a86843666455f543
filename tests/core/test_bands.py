import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis


def test_nearest_band_skips_bands_marked_bad():
    axis = BandAxis(3, np.array([450.0, 550.0, 650.0]), good=np.array([1, 0, 1], bool))
    assert axis.nearest(560.0) == 2
    assert axis.nearest(490.0) == 0


def test_nearest_band_works_when_wavelengths_are_not_sorted():
    axis = BandAxis(4, np.array([450.0, 900.0, 700.0, 950.0]))
    assert axis.nearest(710.0) == 2


def test_asking_for_a_wavelength_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="unknown"):
        BandAxis(3).nearest(500.0)


@pytest.mark.parametrize("name", ["wavelength_nm", "fwhm_nm", "good"])
def test_an_array_of_another_length_is_refused(name):
    with pytest.raises(ValueError, match="for 3 bands"):
        BandAxis(3, **{name: np.ones(4)})


def test_axis_covers_only_wavelengths_near_good_bands():
    axis = BandAxis(2, np.array([660.0, 2200.0]), good=np.array([True, False]))
    assert axis.covers(650.0)
    assert not axis.covers(2200.0)
    assert not axis.covers(860.0)


def test_label_counts_from_one():
    assert BandAxis(2, np.array([450.0, 664.94])).label(1) == "2: 664.9 nm"
    assert BandAxis(2, names=("blue", "red")).label(0) == "1: blue"
    assert BandAxis(2).label(0) == "band 1"
