"""The command ``analyse`` and `hsiviewer.analyse`: files in, files out."""

import json

import numpy as np
import pytest

import hsiviewer
from hsiviewer import cli
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import ConfigurationError, ExportError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.envi_labels import write_envi_labels
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.io.spectral_library import SpectralLibrary, write_library
from tests.analysis.scenes import make_endmembers, make_scene
from tests.builders import UTM33


@pytest.fixture
def scene(tmp_path):
    """Return an ENVI scene of mixtures with a pure pixel in row 4, column 7."""
    cube, _ = make_scene(rows=12, cols=14, gaps=1)
    values = cube.source._values
    values[:, 4, 7] = make_endmembers()[0]
    path = tmp_path / "scene.img"
    write_envi(path, values, bands=cube.bands, georeference=UTM33, nodata=cube.nodata)
    return path


def make_library(path):
    """Write the materials of the scene as a library of another sensor."""
    wavelengths = np.linspace(350.0, 2450.0, 401)
    spectra = np.stack(
        [
            np.interp(wavelengths, np.linspace(400, 2400, 24), spectrum)
            for spectrum in make_endmembers()
        ]
    )
    names = ("clay soil", "dry grass", "green grass")
    write_library(path, SpectralLibrary(names, wavelengths, spectra))
    return path


@pytest.fixture
def library(tmp_path):
    return make_library(tmp_path / "materials.sli")


def run(*arguments):
    return cli.run(["analyse", *map(str, arguments)])


def test_a_target_of_a_library_is_found_and_masked(scene, library, tmp_path, capsys):
    out, mask, report = (tmp_path / name for name in ("a.tif", "m.tif", "r.json"))
    status = run(
        *(scene, "--with", "ace", "--target", f"{library}:clay", "--out", out),
        *("--mask", mask, "--false-alarms", "0.01", "--report", report),
    )
    assert status == 0
    scores = open_cube(out)
    values = scores.read()[0]
    assert scores.bands.names == ("clay soil",)
    assert scores.georeference.transform == UTM33.transform
    assert np.unravel_index(np.nanargmax(values), values.shape) == (4, 7)
    assert np.isnan(values[0, 0])
    found, scheme = read_labels(mask, scores)
    assert found.counts == {1: 1}
    assert found.values[4, 7] == 1
    assert scheme[1].name == "found"
    told = json.loads(report.read_text())
    assert told["found"] == 1
    assert told["spectra"] == ["clay soil"]
    assert f"wrote {mask}" in capsys.readouterr().out


@pytest.mark.parametrize("suffix", [".tif", ".img"])
def test_files_of_both_kinds_hold_what_the_function_returns(scene, tmp_path, suffix):
    out = tmp_path / f"scores{suffix}"
    written = hsiviewer.analyse(scene, "angle", spectra="pixel:4,7", out=out)
    computed = hsiviewer.analyse(scene, "angle", spectra="pixel:4,7")
    assert written.files == (out,)
    assert written.names == computed.names == ("pixel 4, 7",)
    np.testing.assert_array_equal(written.to_array(), computed.to_array())
    assert computed.to_array()[4, 7, 0] == pytest.approx(0, abs=1e-3)


def test_classes_are_targets_by_their_mean(scene, tmp_path):
    ids = np.zeros((12, 14), np.uint16)
    ids[4, 6:9] = 2
    labels = tmp_path / "labels.hdr"
    classes = hsiviewer.ClassScheme.from_ids([2])
    write_envi_labels(labels, LabelMap(ids), classes, UTM33)
    by_class = hsiviewer.analyse(
        scene, "angle", spectra="class:2", labels=labels
    ).to_array()
    mean = hsiviewer.open(scene).to_array()[4, 6:9].mean(axis=0)
    given = hsiviewer.analyse(scene, "angle", spectra=mean).to_array()
    np.testing.assert_allclose(by_class, given, atol=1e-4)


def test_a_tiled_raster_is_analysed_as_the_same_scene_in_lines(tmp_path):
    cube, _ = make_scene(rows=20, cols=600, bands=4)
    path = tmp_path / "tiled.tif"
    write_geotiff(path, cube.source._values, georeference=UTM33, nodata=cube.nodata)
    written = hsiviewer.analyse(path, "rx", out=tmp_path / "rx.img")
    expected = hsiviewer.analyse(cube.read().transpose(1, 2, 0), "rx")
    np.testing.assert_allclose(written.to_array(), expected.to_array(), rtol=1e-4)


def test_small_angles_are_the_found_ones(scene, tmp_path):
    mask = tmp_path / "mask.tif"
    result = hsiviewer.analyse(
        *(scene, "angle"),
        spectra="pixel:4,7",
        out=tmp_path / "angle.tif",
        mask=mask,
        threshold=0.01,
    )
    assert result.facts["found"] == (result.to_array() < 0.01).sum() > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--with", "ace"], "ace needs --target"),
        (["--with", "nothing"], "there is no analysis 'nothing'"),
        (["--with", "ace", "--target", "pixel:99,0"], "rows from 0 to 11"),
        (["--with", "ace", "--target", "pixel:0,0"], "has no values"),
        (["--with", "ace", "--target", "class:1"], "needs labels"),
        (["--with", "ace", "--target", "none.sli"], "there is no file 'none.sli'"),
        (["--with", "rx", "--set", "x=1"], "has no parameter 'x'"),
        (["--with", "rx", "--mask", "MASK"], "a mask needs --threshold"),
        (["--with", "rx", "--scores", "MASK"], "leave out --scores"),
        (["--with", "rx", "--threshold", "1"], "add --mask, or leave them"),
        (["--with", "pca", "--mask", "MASK", "--threshold", "1"], "finds nothing"),
        (["--with", "rx", "--target", "pixel:1,1"], "rx takes no spectra"),
        (["--with", "rx", "--formula", "NDVI"], "rx takes no formula"),
        (["--with", "formula", "--formula", "b99"], "no good band"),
        (["--with", "pca", "--save-spectra", "LIB"], "finds no spectra"),
        (["--with", "unmix", "--target", "."], "is a folder"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    scene, tmp_path, capsys, arguments, words
):
    out = tmp_path / "out.tif"
    places = {"MASK": str(tmp_path / "m.tif"), "LIB": str(tmp_path / "l.sli")}
    given = [places.get(text, text) for text in arguments]
    assert run(scene, "--out", out, *given) == 1
    assert words in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("name", ["dry", "grass", "7"])
def test_a_name_of_a_library_must_be_clear(scene, library, name):
    spectra = f"{library}:{name}"
    if name == "dry":
        assert hsiviewer.analyse(scene, "ace", spectra=spectra).names == ("dry grass",)
        return
    with pytest.raises(ConfigurationError, match="choose one of"):
        hsiviewer.analyse(scene, "ace", spectra=spectra)


def test_a_scene_is_matched_with_a_library_as_a_map_with_names(
    scene, library, tmp_path, capsys
):
    out, angles = tmp_path / "map.tif", tmp_path / "angle.img"
    arguments = ("--with", "match", "--library", library, "--scores", angles)
    assert run(scene, *arguments, "--out", out) == 0
    labels, scheme = read_labels(out, None)
    assert scheme[labels.values[4, 7]].name == "clay soil"
    assert labels.values[0, 0] == 0
    best = open_cube(angles)
    assert best.bands.names == ("angle",)
    assert best.read()[0, 4, 7] < 0.02
    assert "clay soil:" in capsys.readouterr().out


def test_endmembers_are_kept_as_a_library_that_unmixes_again(scene, tmp_path):
    kept = tmp_path / "endmembers.sli"
    first = hsiviewer.analyse(
        *(scene, "vca"),
        endmembers=3,
        out=tmp_path / "first.img",
        save_spectra=kept,
    )
    assert first.files == (tmp_path / "first.img", kept)
    again = hsiviewer.analyse(scene, "unmix", spectra=kept)
    assert again.names == ("endmember 1", "endmember 2", "endmember 3", "residual")
    np.testing.assert_allclose(again.to_array(), first.to_array(), atol=0.02)
    assert set(first.spectra) == set(again.names[:3])


def test_a_spectrum_that_was_rebuilt_keeps_its_wavelengths(scene, tmp_path):
    for suffix in (".tif", ".img"):
        out = tmp_path / f"denoised{suffix}"
        result = hsiviewer.analyse(scene, "denoise", keep=3, out=out)
        np.testing.assert_allclose(
            result.scene.wavelengths_nm, np.linspace(400.0, 2400.0, 24)
        )


def test_inputs_are_never_written_over(scene, library):
    for out in (scene, library.with_suffix(".hdr")):
        with pytest.raises(ExportError, match=r"would replace|exists"):
            hsiviewer.analyse(scene, "rx", out=out)
    status = run(scene, "--with", "ace", "--target", library, "--out", scene)
    assert status == 1


def test_arrays_of_spectra_must_fit_the_bands(scene):
    with pytest.raises(ConfigurationError, match="give 24 numbers each"):
        hsiviewer.analyse(scene, "ace", spectra=np.ones(7))


def test_the_list_names_every_analysis_with_its_parameters(capsys):
    assert cli.run(["analyses", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {entry["id"] for entry in listed} >= {"angle", "ace", "rx", "rx-local"}
    assert cli.run(["analyses"]) == 0
    assert "outer=21" in capsys.readouterr().out


def test_progress_is_told_and_an_error_in_it_stops_the_work(scene, tmp_path):
    fractions = []

    def stop(fraction, stage):
        fractions.append(fraction)
        if stage == "apply":
            raise KeyboardInterrupt

    out = tmp_path / "out.tif"
    with pytest.raises(KeyboardInterrupt):
        hsiviewer.analyse(scene, "rx", out=out, progress=stop)
    assert fractions == sorted(fractions)
    assert not out.exists()
    assert not list(tmp_path.glob(".partial*"))


def test_a_band_without_values_is_left_out(tmp_path):
    cube, _ = make_scene(rows=6, cols=7, bands=5)
    values = cube.source._values
    values[2] = cube.nodata
    axis = BandAxis(5, cube.bands.wavelength_nm)
    write_envi(
        tmp_path / "scene.img", values, bands=axis, georeference=UTM33, nodata=-9999.0
    )
    found = hsiviewer.analyse(tmp_path / "scene.img", "rx").to_array()
    others = hsiviewer.analyse(
        np.delete(values, 2, axis=0).transpose(1, 2, 0), "rx"
    ).to_array()
    np.testing.assert_allclose(found, others, rtol=1e-4)
