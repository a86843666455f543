"""``hsiviewer convert``: captures become reflectance, products plain ENVI files."""

import numpy as np
import pytest

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.io import envi_writer
from hsiviewer.io.envi_writer import write_envi_cube
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_cube, make_values
from tests.io.captures import dark_signal, light, specim, write_counts


def test_a_capture_becomes_reflectance(tmp_path, capsys):
    folder, truth = specim(tmp_path, white_tint=0.5)
    out = tmp_path / "leaf.hdr"
    assert run(["convert", str(folder), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "wrote" in told
    assert "WHITEREF_leaf.raw" in told
    cube = open_cube(out)
    assert cube.quantity == REFLECTANCE
    np.testing.assert_allclose(cube.read(), truth, atol=4e-3)


def test_scripts_open_and_write_captures(tmp_path):
    folder, truth = specim(tmp_path)
    scene = hsiviewer.open(folder, meta={"white_reflectance": 0.5})
    hsiviewer.export(scene, tmp_path / "leaf.hdr")
    found = hsiviewer.open(tmp_path / "leaf.hdr").to_array()
    np.testing.assert_allclose(found, truth.transpose(1, 2, 0) / 2, atol=2e-3)
    with pytest.raises(hsiviewer.HsiViewerError, match="the scene"):
        hsiviewer.export(scene, folder / "capture" / "DARKREF_leaf.hdr", overwrite=True)


def test_references_are_given_by_options_or_properties(tmp_path, monkeypatch):
    folder, truth = specim(tmp_path)
    monkeypatch.chdir(tmp_path)
    write_counts(tmp_path / "panel", light() + dark_signal(3), keys=("tint = 1",))
    options = ["--white", "panel.hdr", "--white-reflectance", "0.5"]
    assert run(["convert", str(folder), "--out", "a.hdr", *options]) == 0
    np.testing.assert_allclose(open_cube("a.hdr").read(), truth / 2, atol=2e-3)
    said = ["--set", "white=none", "--set", "dark=none", "--save-meta", "m.toml"]
    assert run(["info", str(folder), *said]) == 0
    assert run(["convert", str(folder), "--out", "b.hdr", "--meta", "m.toml"]) == 0
    assert open_cube("b.hdr").source.dtype == np.uint16


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--out", "leaf/capture/WHITEREF_leaf.hdr"], "the scene"),
        (["--out", "leaf/capture/leaf.hdr"], "the scene"),
        (["--out", "panel.hdr", "--white", "panel.hdr"], "the white reference"),
        (["--out", "x.hdr", "--white", "gone.hdr"], "no file 'gone.hdr'"),
        (["--out", "x.hdr", "--white-reflectance", "99"], "cannot reflect"),
        (["--out", "x.tif"], ".hdr or .img"),
    ],
)
def test_what_would_destroy_something_or_cannot_be_is_refused(
    tmp_path, monkeypatch, capsys, options, reason
):
    specim(tmp_path)
    monkeypatch.chdir(tmp_path)
    write_counts(tmp_path / "panel", light() + dark_signal(3), keys=("tint = 1",))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(["convert", "leaf", *options, "--overwrite"]) == 1
    assert reason in capsys.readouterr().err
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
def test_a_scene_is_written_in_blocks_with_all_that_is_known(
    tmp_path, monkeypatch, interleave
):
    monkeypatch.setattr(envi_writer, "_BLOCK_BYTES", 200)
    cube = make_cube(
        values=make_values(5, 9, 11), georeference=UTM33, nodata=14, scale=10.0,
        quantity="radiance", unit="W/m2/sr/um", default_bands=(3, 1, 0),
    )  # fmt: skip
    path = tmp_path / "copy.hdr"
    write_envi_cube(path, cube, interleave=interleave, progress=SilentProgress())
    found = open_cube(path)
    np.testing.assert_array_equal(found.source.read(), cube.source.read())
    assert found.source.dtype == np.int16
    assert found.bands == cube.bands
    assert found.georeference.transform == UTM33.transform
    for name in ("nodata", "scale", "quantity", "unit", "default_bands"):
        assert getattr(found, name) == getattr(cube, name)


@pytest.mark.parametrize("kind", ["i1", "f2", "?"])
def test_types_that_envi_does_not_know_are_written_as_others(tmp_path, kind):
    values = (make_values() % 2).astype(kind)
    write_envi_cube(
        tmp_path / "x.hdr", make_cube(values=values), progress=SilentProgress()
    )
    np.testing.assert_array_equal(open_cube(tmp_path / "x.hdr").source.read(), values)


def test_nothing_is_left_of_what_was_cancelled(tmp_path, monkeypatch):
    monkeypatch.setattr(envi_writer, "_BLOCK_BYTES", 200)

    class Impatient(SilentProgress):
        def report(self, update):
            self.is_begun = update.fraction > 0

        def checkpoint(self):
            if getattr(self, "is_begun", False):
                raise CancelledError

    with pytest.raises(CancelledError):
        write_envi_cube(tmp_path / "x.hdr", make_cube(), progress=Impatient())
    assert [*tmp_path.iterdir()] == []
