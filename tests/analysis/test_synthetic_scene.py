import hashlib

import numpy as np
import pytest

from hsiviewer.analysis.reflectance import SURFACES
from hsiviewer.analysis.synthetic_scene import SCALE, make_scene
from hsiviewer.core.errors import ConfigurationError

SMALL = {"rows": 64, "cols": 72, "bands": 40}


@pytest.fixture(scope="module")
def scene():
    return make_scene()


def digest(scene):
    parts = (scene.values, scene.surface, scene.reference, scene.labels)
    return hashlib.sha256(b"".join(each.tobytes() for each in parts)).hexdigest()


def mean_spectrum(scene, name):
    (class_id,) = [each.id for each in scene.scheme if each.name == name]
    return scene.values[:, scene.reference == class_id].mean(axis=1) / SCALE


def at(scene, spectrum, wavelength_nm):
    return spectrum[np.argmin(np.abs(scene.bands.wavelength_nm - wavelength_nm))]


def ndvi(scene, name):
    spectrum = mean_spectrum(scene, name)
    red, infrared = at(scene, spectrum, 665), at(scene, spectrum, 850)
    return (infrared - red) / (infrared + red)


def test_the_same_seed_gives_the_same_scene_and_another_seed_another():
    assert digest(make_scene(**SMALL)) == digest(make_scene(**SMALL))
    assert digest(make_scene(**SMALL)) != digest(make_scene(**SMALL, seed=1))


def test_every_class_is_there_with_labels_that_agree_with_the_reference(scene):
    assert set(np.unique(scene.reference)) == {0, *scene.scheme.ids}
    labelled = scene.labels > 0
    np.testing.assert_array_equal(scene.labels[labelled], scene.reference[labelled])
    assert np.bincount(scene.labels[labelled])[1:].tolist() == [10] * 10
    assert all(each.description for each in scene.scheme)


def test_even_the_smallest_scene_has_every_class_labelled():
    scene = make_scene(rows=48, cols=48, bands=8, seed=3)
    assert set(np.unique(scene.labels)) - {0} == set(np.unique(scene.reference)) - {0}
    assert np.unique(scene.labels).size >= 9


def test_vegetation_has_a_red_edge_and_stone_has_none(scene):
    assert ndvi(scene, "maize") > ndvi(scene, "ripe wheat") > ndvi(scene, "bare soil")
    assert ndvi(scene, "tree") > 0.6
    assert abs(ndvi(scene, "asphalt")) < 0.25


def test_water_is_black_in_the_infrared(scene):
    assert at(scene, mean_spectrum(scene, "water"), 1600) < 0.03


def test_bands_in_water_vapour_are_marked_bad_and_hold_only_noise(scene):
    centres = scene.bands.wavelength_nm
    bad = ~scene.bands.good_mask
    assert bad[(centres > 1350) & (centres < 1425)].all()
    assert not bad[centres < 1300].any()
    assert np.abs(scene.values[bad].mean()) < 0.02 * SCALE


def test_roofs_stand_higher_than_roads(scene):
    def height(name):
        (class_id,) = [each.id for each in scene.scheme if each.name == name]
        return np.median(scene.surface[scene.reference == class_id])

    assert height("tile roof") > height("asphalt") + 2
    assert height("tree") > height("lawn") + 2


def test_shadows_make_part_of_the_lawn_dark(scene):
    (lawn,) = [each.id for each in scene.scheme if each.name == "lawn"]
    infrared = scene.values[scene.bands.nearest(850), scene.reference == lawn]
    low, high = np.percentile(infrared, [2, 90])
    assert low < 0.4 * high


@pytest.mark.parametrize("size", [{"rows": 20}, {"cols": 10}, {"bands": 3}])
def test_a_scene_too_small_for_a_town_is_refused(size):
    with pytest.raises(ConfigurationError, match="too small"):
        make_scene(**size)


@pytest.mark.parametrize("name", SURFACES)
def test_end_members_are_physical(name):
    wavelengths = np.linspace(400.0, 2500.0, 500)
    for end_member in (SURFACES[name].first, SURFACES[name].second):
        values = end_member(wavelengths)
        assert values.min() > 0
        assert values.max() < 0.8


def test_clay_and_carbonate_absorb_where_they_should():
    wavelengths = np.arange(2000.0, 2450.0, 5.0)
    soil, gravel = (SURFACES[each].first(wavelengths) for each in ("soil", "gravel"))
    assert wavelengths[np.argmin(soil / np.linspace(soil[0], soil[-1], soil.size))] == (
        pytest.approx(2205, abs=15)
    )
    assert wavelengths[np.argmin(gravel)] == pytest.approx(2340, abs=15)
