"""``hsiviewer library``: lists, converts and matches spectral libraries."""

import json

import numpy as np
import pytest

from hsiviewer.cli import run
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.spectral_library import (
    SpectralLibrary,
    read_library,
    write_library,
)

NM = np.linspace(400.0, 1000.0, 25)
RISING, FALLING = NM / 1000, 1.5 - NM / 1000


@pytest.fixture
def files(tmp_path):
    """Two libraries with axes of their own, and a scene on a third one."""
    soil = SpectralLibrary(("soil",), NM, RISING[None])
    write_library(tmp_path / "soil.sli", soil)
    finer = np.linspace(390.0, 1010.0, 200)
    water = SpectralLibrary(("water",), finer, 1.5 - finer[None] / 1000)
    write_library(tmp_path / "water.csv", water)
    bands = BandAxis(5, NM[2::5], np.full(5, 25.0))
    cube = np.stack([RISING[2::5], FALLING[2::5]], axis=1)[:, None]
    write_envi(
        tmp_path / "scene.hdr",
        cube.astype(np.float32),
        bands=bands,
        georeference=GeoReference(),
    )
    return tmp_path


def test_what_is_in_libraries_is_told(files, capsys):
    assert run(["library", str(files / "soil.sli"), str(files / "water.csv")]) == 0
    told = capsys.readouterr().out
    assert "25 from 400.0 to 1000.0 nm" in told
    assert "water" in told


def test_a_pixel_is_matched_with_several_libraries(files, capsys):
    libraries = [str(files / "soil.sli"), str(files / "water.csv")]
    scene = ["--scene", str(files / "scene.hdr"), "--pixel", "0,1", "--json"]
    assert run(["library", *libraries, *scene]) == 0
    best, other = json.loads(capsys.readouterr().out)["matches"]
    assert (best["name"], best["library"]) == ("water", "water.csv")
    assert best["angle_deg"] < 0.5 < other["angle_deg"]


def test_libraries_are_written_on_the_bands_of_a_scene(files):
    out = files / "both.sli"
    libraries = [str(files / "soil.sli"), str(files / "water.csv")]
    scene = ["--scene", str(files / "scene.hdr"), "--out", str(out)]
    assert run(["library", *libraries, *scene]) == 0
    both = read_library(out)
    assert both.names == ("soil", "water")
    np.testing.assert_allclose(both.wavelength_nm, NM[2::5])
    np.testing.assert_allclose(both.spectra[0], RISING[2::5], atol=0.01)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["soil.sli", "water.csv", "--out", "both.csv"], "give --scene"),
        (["soil.sli", "--out", "soil.sli"], "soil.sli"),
        (["soil.sli", "--out", "soil.txt"], "soil.txt"),
        (["soil.sli", "--pixel", "1,2"], "give --scene"),
        (["soil.sli", "--scene", "scene.hdr", "--pixel", "1,0"], "no pixel 1,0"),
        (["scene.hdr"], "open it as a scene"),
        ([".", "--out", "all.sli"], "give --scene"),
    ],
)
def test_requests_that_cannot_be_met_say_why(
    files, capsys, monkeypatch, arguments, reason
):
    monkeypatch.chdir(files)
    assert run(["library", *arguments]) == 1
    assert reason in capsys.readouterr().err
