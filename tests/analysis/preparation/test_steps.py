"""Steps of recipes beside plain restatements, and recipes through all ways."""

import json

import numpy as np
import pytest
from scipy.signal import savgol_filter
from spectral import BandResampler

import hsiviewer
from hsiviewer import cli
from hsiviewer.analysis.preparation.catalogue import STEPS
from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.registry import open_cube
from hsiviewer.io.sensors import sensors
from hsiviewer.workflows.analysing.preparing import check_recipe, prepared
from tests.analysis.scenes import SILENT, make_scene
from tests.builders import UTM33
from tests.workflows.analysing.test_analyse import make_library


def after(cube, do, **told):
    return prepared(cube, check_recipe([{"do": do, **told}]), SILENT)


def values_of(cube):
    """Return values, shape (bands, rows, cols)."""
    return cube.read().astype(np.float64)


CUBE, _ = make_scene(rows=9, cols=11, gaps=1)
VALUES = values_of(CUBE)
GAPLESS = np.isfinite(VALUES)


@pytest.mark.parametrize(
    ("do", "told", "expected"),
    [
        ("savitzky-golay", {"window": 5, "order": 2},
         lambda v: savgol_filter(v, 5, 2, axis=0)),
        ("savitzky-golay", {"window": 7, "order": 3, "derivative": 1},
         lambda v: savgol_filter(v, 7, 3, deriv=1, delta=2000 / 23, axis=0)),
        ("snv", {}, lambda v: (v - v.mean(axis=0)) / v.std(axis=0, ddof=1)),
        ("vector-norm", {}, lambda v: v / np.linalg.norm(v, axis=0)),
        ("area-norm", {}, lambda v: v / v.mean(axis=0)),
        ("absorbance", {}, lambda v: -np.log10(v)),
    ],
)  # fmt: skip
def test_steps_of_single_spectra_are_plain_formulas(do, told, expected):
    found = values_of(after(CUBE, do, **told))
    inside = GAPLESS.all(axis=0)
    np.testing.assert_allclose(
        found[:, inside], expected(VALUES[:, inside]), rtol=1e-4, atol=1e-6
    )
    assert np.isnan(found[:, ~inside]).all()


def test_smoothing_by_wavelength_is_a_weighted_mean():
    found = values_of(after(CUBE, "smooth", fwhm_nm=200))
    centres = CUBE.bands.wavelength_nm
    sigma = 200 / (2 * np.sqrt(2 * np.log(2)))
    weights = np.exp(-0.5 * ((centres - centres[7]) / sigma) ** 2)
    expected = np.average(VALUES[:, 3, 4], weights=weights)
    assert found[7, 3, 4] == pytest.approx(expected, rel=1e-5)


def test_scatter_is_corrected_to_the_mean_of_the_scene():
    found = values_of(after(CUBE, "msc"))
    pixels = VALUES[:, GAPLESS.all(axis=0)]
    reference = pixels.mean(axis=1)
    for pixel, corrected in zip(
        pixels.T[:5], found[:, GAPLESS.all(axis=0)].T[:5], strict=True
    ):
        slope, offset = np.polyfit(reference, pixel, 1)
        np.testing.assert_allclose(corrected, (pixel - offset) / slope, rtol=1e-4)


def test_bands_are_left_out_by_number_wavelength_and_mark():
    good = np.ones(24, bool)
    good[20] = False
    cube = CUBE.with_bands(CUBE.bands.with_good(good))
    left = after(cube, "remove-bands", bands="1-3", wavelengths="1000-1200")
    kept = [
        band
        for band, centre in enumerate(CUBE.bands.wavelength_nm)
        if band > 2 and band != 20 and not 1000 <= centre <= 1200
    ]
    np.testing.assert_array_equal(values_of(left), VALUES[kept])
    np.testing.assert_array_equal(
        left.bands.wavelength_nm, CUBE.bands.wavelength_nm[kept]
    )


def test_bands_of_another_sensor_are_those_of_spy():
    sensor = next(each for each in sensors() if "sentinel-2" in each.id)
    found = after(CUBE, "resample", sensor=sensor.id)
    centres = CUBE.bands.wavelength_nm
    width = np.diff(centres)[0]
    resampler = BandResampler(
        centres, sensor.wavelength_nm, np.full(24, width), sensor.fwhm_nm
    )
    pixel = VALUES[:, 3, 4]
    expected = np.array(resampler(pixel), float)
    shown = found.read_spectrum(3, 4)
    both = np.isfinite(expected) & np.isfinite(shown)
    assert both.sum() > 5
    np.testing.assert_allclose(shown[both], expected[both], atol=0.05)
    assert found.bands.count == sensor.count


def test_dark_objects_flat_fields_and_lines_are_gains_and_offsets(tmp_path):
    dark = values_of(after(CUBE, "dark-object", share=0))
    np.testing.assert_allclose(np.nanmin(dark, axis=(1, 2)), 0, atol=1e-6)
    flat = after(CUBE, "flat-field", spectrum="pixel:3,4")
    np.testing.assert_allclose(flat.read_spectrum(3, 4), 1, rtol=1e-5)
    assert flat.quantity == REFLECTANCE
    library = make_library(tmp_path / "known.sli")
    line = after(
        CUBE,
        "empirical-line",
        spectra="pixel:3,4; pixel:5,6",
        known=f"{library}:clay; {library}:dry",
    )
    from hsiviewer.workflows.analysing.spectra import read_spectra

    known = read_spectra(CUBE, [f"{library}:clay", f"{library}:dry"]).spectra
    np.testing.assert_allclose(line.read_spectrum(3, 4), known[0], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(line.read_spectrum(5, 6), known[1], rtol=1e-3, atol=1e-4)
    with pytest.raises(ConfigurationError, match="2 spectra of the scene and 1 known"):
        after(
            CUBE,
            "empirical-line",
            spectra="pixel:3,4; pixel:5,6",
            known=f"{library}:clay",
        )


def test_stripes_go_and_the_level_of_the_band_stays():
    cube, _ = make_scene(rows=400, cols=11, bands=4)
    stripes = np.linspace(0.8, 1.3, 11) + np.arange(11) % 2
    plain = cube.source._values.copy()
    cube.source._values[...] = plain * stripes + stripes
    found = values_of(after(cube, "destripe"))
    means = found.mean(axis=1)
    np.testing.assert_allclose(
        means, means.mean(axis=1)[:, None] * np.ones(11), rtol=1e-4
    )
    np.testing.assert_allclose(found.std(axis=1), found.std(axis=(1, 2))[:, None]
                               * np.ones(11), rtol=1e-3)  # fmt: skip
    np.testing.assert_allclose(
        found.mean(axis=(1, 2)), values_of(cube).mean(axis=(1, 2)), rtol=1e-5
    )


def test_broken_lines_take_the_mean_of_their_neighbours():
    cube = after(CUBE, "repair-lines", rows="4-5,9", cols="1")
    found = values_of(cube)
    np.testing.assert_allclose(
        found[:, 3, 5], (VALUES[:, 2, 5] + VALUES[:, 5, 5]) / 2, rtol=1e-5
    )
    np.testing.assert_allclose(found[:, 8, 5], VALUES[:, 7, 5], rtol=1e-6)
    np.testing.assert_allclose(found[:, 6, 0], VALUES[:, 6, 1], rtol=1e-6)
    np.testing.assert_array_equal(found[:, 6, 3], VALUES[:, 6, 3].astype(np.float32))
    np.testing.assert_allclose(cube.read_spectrum(3, 5), found[:, 3, 5], rtol=1e-6)


def test_a_part_lies_where_it_lay(tmp_path):
    path = tmp_path / "scene.img"
    write_envi(path, CUBE.source._values, bands=CUBE.bands, georeference=UTM33)
    cube = open_cube(path)
    part = after(cube, "subset", row=2, col=3, rows=4)
    assert part.grid_shape == (4, 8)
    np.testing.assert_array_equal(part.read(), cube.read()[:, 2:6, 3:])
    assert part.georeference.map_xy(0, 0) == cube.georeference.map_xy(2, 3)
    with pytest.raises(ConfigurationError, match="reaches out"):
        after(cube, "subset", row=2, rows=9)


@pytest.mark.parametrize("step", [each for each in STEPS if not each.needs])
def test_windows_steps_and_pixels_are_parts_of_the_whole(step):
    cube = after(CUBE, step.id)
    whole = values_of(cube)
    rows, cols = np.array([0, 4, 8]), np.array([10, 2, 0])
    spectra = cube.read_spectra(rows, cols)
    np.testing.assert_allclose(spectra.T, whole[:, rows, cols], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(
        cube.read([0], step=3)[0], whole[0, ::3, ::3], rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "has no steps"),
        ("snv", "has no steps"),
        ([{"window": 3}], "step 1 of the recipe has no 'do'"),
        ([{"do": "magic"}], "there is no step 'magic'"),
        ([{"do": "snv", "window": 3}], "takes no 'window'"),
        ([{"do": "savitzky-golay", "window": 4}], "an odd number"),
        ([{"do": "savitzky-golay", "window": 99}], "window <= 24"),
        ([{"do": "savitzky-golay", "order": 1, "derivative": 2}], "derivative <="),
        ([{"do": "remove-bands", "bands": "99"}], "there is no band 99"),
        ([{"do": "remove-bands", "bands": "1-24"}], "leaves no band"),
        ([{"do": "remove-bands", "wavelengths": "x"}], "no range of wavelengths"),
        ([{"do": "resample", "sensor": "x"}], "there is no sensor 'x'"),
        ([{"do": "flat-field"}], "needs spectrum"),
        ([{"do": "repair-lines", "rows": "1-9"}], "leaves no good rows"),
    ],
)
def test_wrong_recipes_are_told(steps, words):
    with pytest.raises(HsiViewerError, match=words):
        prepared(CUBE, check_recipe(steps), SILENT)


@pytest.mark.parametrize(("name", "suffix"), [("r.toml", ".tif"), ("r.json", ".img")])
def test_a_recipe_of_a_file_is_written_as_the_function_computes_it(
    tmp_path, capsys, name, suffix
):
    scene, out = tmp_path / "scene.img", tmp_path / f"out{suffix}"
    write_envi(
        scene, CUBE.source._values, bands=CUBE.bands, georeference=UTM33, nodata=-9999.0
    )
    steps = [{"do": "remove-bands", "bands": "1"}, {"do": "snv"}]
    text = json.dumps(steps)
    if name.endswith("toml"):
        text = '[[step]]\ndo = "remove-bands"\nbands = "1"\n[[step]]\ndo = "snv"\n'
    (tmp_path / name).write_text(text)
    arguments = [str(scene), "--recipe", str(tmp_path / name), "--out", str(out)]
    assert cli.run(["prepare", *arguments]) == 0
    assert "23 bands" in capsys.readouterr().out
    written = hsiviewer.open(out)
    computed = hsiviewer.prepare(scene, steps)
    np.testing.assert_array_equal(written.to_array(), computed.to_array())
    np.testing.assert_allclose(written.wavelengths_nm, CUBE.bands.wavelength_nm[1:])
    assert cli.run(["prepare", *arguments[:-1], str(scene)]) == 1


def test_the_steps_are_listed(capsys):
    assert cli.run(["analyses", "--steps"]) == 0
    told = capsys.readouterr().out
    assert all(step.id in told for step in STEPS)
