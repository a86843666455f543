"""Facts are the textbook's numbers, and unknown where a sensor lacks their bands."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.facts import BY_ID, FACTS, depth_near
from hsiviewer.language.measuring import FactMeter

NM = np.arange(400.0, 2500.0, 10)
AXIS = BandAxis(NM.size, NM)


def measured(spectrum, *identifiers, axis=AXIS):
    meter = FactMeter(axis, [BY_ID[name] for name in identifiers])
    values = np.asarray(spectrum, np.float32)[meter.bands, None]
    return dict(zip((fact.id for fact in meter.facts), meter.measure(values)[:, 0],
                    strict=True))  # fmt: skip


def leaf(edge=715.0):
    return 0.05 + 0.45 / (1 + np.exp(-(NM - edge) / 12))


def test_every_fact_is_known_on_a_full_range_sensor_and_cites_a_source():
    assert FactMeter(AXIS).unknown == ()
    assert len({fact.id for fact in FACTS}) == len(FACTS)
    for fact in FACTS:
        assert fact.source
        assert 350 < fact.range_nm[0] < fact.range_nm[1] < 2500


def test_ndvi_and_levels_are_their_formulas():
    found = measured(leaf(), "ndvi", "near_infrared", "visible")
    near, red = (leaf()[(low <= NM) & (high >= NM)].mean()
                 for low, high in ((835, 865), (650, 680)))  # fmt: skip
    assert found["ndvi"] == pytest.approx((near - red) / (near + red), abs=0.02)
    assert found["near_infrared"] == pytest.approx(0.5, abs=0.01)
    assert found["visible"] < 0.1


@pytest.mark.parametrize("edge", [705.0, 715.0, 725.0])
def test_the_red_edge_moves_with_the_spectrum(edge):
    assert measured(leaf(edge), "red_edge")["red_edge"] == pytest.approx(edge, abs=5)


def test_there_is_no_red_edge_without_vegetation():
    assert np.isnan(measured(0.1 + NM / 20000, "red_edge")["red_edge"])


@pytest.mark.parametrize(
    ("centre", "width", "name"),
    [(2200, 20, "clay"), (2325, 20, "carbonate"), (900, 50, "iron"),
     (2310, 10, "mg_oh"), (1730, 10, "hydrocarbon"), (2100, 30, "cellulose")],
)  # fmt: skip
def test_a_depth_follows_its_absorption(centre, width, name):
    flat = np.full(NM.size, 0.4)
    dip = flat * (1 - 0.3 * np.exp(-0.5 * ((NM - centre) / width) ** 2))
    assert abs(measured(flat, name)[name]) < 1e-4
    assert measured(dip, name)[name] > 0.12


def test_a_fact_is_unknown_where_the_sensor_has_no_band():
    visible = NM[NM < 1000]
    meter = FactMeter(BandAxis(visible.size, visible))
    unknown = {fact.id for fact in meter.unknown}
    assert {"clay", "ndmi", "shortwave", "leaf_water_1200"} <= unknown
    assert "ndvi" not in unknown
    assert FactMeter(BandAxis(5)).facts == ()


def test_a_bad_band_is_not_used_and_a_missing_value_is_unknown():
    good = np.ones(NM.size, bool)
    good[(NM > 840) & (NM < 870)] = False
    values = leaf().copy()
    values[~good] = 9.0
    assert measured(values, "ndvi", axis=BandAxis(NM.size, NM, good=good))["ndvi"] < 1
    values[np.abs(NM - 665) < 20] = np.nan
    assert np.isnan(measured(values, "ndvi")["ndvi"])


def test_noise_is_greater_where_it_is_dark():
    meter = FactMeter(AXIS, [BY_ID["ndvi"]])
    bright, dark = leaf(), 0.02 * np.ones(NM.size)
    values = np.stack([bright, dark], axis=1).astype(np.float32)[meter.bands]
    assert meter.noise(values)[0, 1] > 5 * meter.noise(values)[0, 0] > 0


def test_a_text_may_name_any_wavelength():
    fact = depth_near(1480)
    dip = 0.4 * (1 - 0.3 * np.exp(-0.5 * ((NM - 1480) / 12) ** 2))
    meter = FactMeter(AXIS, [fact])
    assert meter.measure(dip.astype(np.float32)[meter.bands, None])[0, 0] > 0.1
