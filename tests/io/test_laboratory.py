"""Captures of laboratory cameras are reflectance, where their references are known."""

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, FileAccessError, SceneMetadataError
from hsiviewer.core.quantities import COUNTS, REFLECTANCE
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.companions import read_files
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.laboratory.counts import median_over_lines, open_counts
from hsiviewer.io.laboratory.naming import kind_of, references_beside
from hsiviewer.io.metadata_files import changed_values, metadata_of, read_metadata
from hsiviewer.io.metadata_text import write_metadata
from hsiviewer.io.registry import open_cube
from tests.io.captures import (
    ROWS,
    dark_signal,
    light,
    reflectance,
    specim,
    write_counts,
)

ROUNDED = 2e-3  # counts are whole numbers


@pytest.mark.parametrize(
    ("tint", "white_tint"), [(1.0, None), (2.0, 0.5), ((1.0, 2.0), (2.0, 1.0))]
)
def test_a_folder_of_specim_is_reflectance(tmp_path, tint, white_tint):
    folder, truth = specim(tmp_path, tint=tint, white_tint=white_tint)
    cube = open_cube(folder)
    assert cube.quantity == REFLECTANCE
    assert cube.name == "leaf.raw"
    np.testing.assert_allclose(cube.read(), truth, atol=2 * ROUNDED)
    notices = " ".join(cube.notices)
    assert "computed with WHITEREF_leaf.raw and DARKREF_leaf.raw" in notices
    assert ("reflectance accounts for that" in notices) == (white_tint is not None)


def test_parts_of_a_capture_are_those_of_the_whole(tmp_path):
    folder, _ = specim(tmp_path)
    cube = open_cube(folder / "capture" / "leaf.hdr")
    whole = cube.read()
    part = cube.read([4, 1], PixelWindow(1, 1, 4, 3), step=2)
    np.testing.assert_array_equal(part, whole[[4, 1], 1:5:2, 1:4:2])
    spectra = cube.read_spectra(np.array([3, 0]), np.array([1, 2]))
    np.testing.assert_array_equal(spectra, whole[:, [3, 0], [1, 2]].T)
    assert cube.source.dtype == np.float32


@pytest.mark.parametrize(
    ("names", "suffix"),
    [
        (("raw_0", "darkReference", "whiteReference"), ""),
        (("leaf", "dark", "white"), ".bil"),
        (("leaf", "leaf-dark_2024-05-01", "leaf-white-ref"), ".bil"),
        (("leaf", "Dark_Current", "White_Panel_3"), ".bip"),
    ],
)
def test_references_of_other_cameras_are_found(tmp_path, names, suffix):
    truth = reflectance()
    scene, dark, white = names
    layouts = {
        scene: truth * light() + dark_signal(ROWS),
        dark: dark_signal(4),
        white: light() + dark_signal(3),
    }
    for name, values in layouts.items():
        data = write_counts(
            tmp_path / name, values, suffix=suffix, header=f"{name}{suffix}.hdr"
        )
        if suffix == ".bip":
            header = tmp_path / f"{name}.bip.hdr"
            header.write_text(header.read_text().replace("= bil", "= bip"))
            counts = np.round(values).astype("<u2").transpose(1, 2, 0)
            data.write_bytes(np.ascontiguousarray(counts).tobytes())
    np.testing.assert_allclose(
        open_cube(tmp_path / f"{scene}{suffix}").read(), truth, atol=ROUNDED
    )
    np.testing.assert_allclose(open_cube(tmp_path).read(), truth, atol=ROUNDED)
    reference = open_cube(tmp_path / f"{white}{suffix}")
    assert reference.quantity == ""
    assert reference.source.dtype == np.uint16


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("DARKREF_x", "dark"),
        ("WHITEREF_FX17_x", "white"),
        ("WHITEDARKREF_x", "white_dark"),
        ("darkReference", "dark"),
        ("plot7_white", "white"),
        ("dark_oak", ""),
        ("whitefish", ""),
        ("snow_white_leaf", ""),
        ("REFLECTANCE_x", ""),
    ],
)
def test_names_of_references(stem, kind):
    assert kind_of(stem) == kind


def test_of_several_references_that_of_the_capture_is_taken(tmp_path):
    for name in ("WHITEREF_a", "WHITEREF_b", "DARKREF_a", "DARKREF_b"):
        write_counts(tmp_path / name, dark_signal(2))
    beside = references_beside(tmp_path / "b.raw")
    assert [path.name for path in beside if path] == [
        "DARKREF_b.hdr",
        "WHITEREF_b.hdr",
    ]
    assert not any(references_beside(tmp_path / "c.raw"))


def test_noise_of_single_lines_does_not_matter(tmp_path):
    folder, truth = specim(tmp_path)
    spoiled = dark_signal(9)
    spoiled[:, :3] = 60_000
    write_counts(folder / "capture" / "DARKREF_leaf", spoiled, keys=("tint = 1",))
    np.testing.assert_allclose(open_cube(folder).read(), truth, atol=ROUNDED)


@pytest.mark.parametrize(
    ("top", "keys"),
    [(65535, ()), (4095, ()), (3000, ("ceiling = 3000",)), (1023, ("bit depth = 10",))],
)
def test_saturated_values_are_gaps(tmp_path, top, keys):
    truth = reflectance() / 4
    counts = truth * light() + dark_signal(ROWS)
    counts[2, 1:4, 1] = top
    write_counts(tmp_path / "leaf", counts, keys=keys)
    write_counts(tmp_path / "DARKREF_leaf", dark_signal(3), keys=keys)
    write_counts(tmp_path / "WHITEREF_leaf", light() / 4 + dark_signal(3), keys=keys)
    values = open_cube(tmp_path / "leaf.hdr").read()
    expected = np.zeros(values.shape, bool)
    expected[2, 1:4, 1] = True
    assert (np.isnan(values) == (expected | (np.round(counts) >= top))).all()


def test_a_white_reference_without_light_leaves_gaps(tmp_path):
    folder, _ = specim(tmp_path)
    white = light() + dark_signal(3)
    white[1, :, 2] = 0
    white[4, :, 0] = 65535
    write_counts(folder / "capture" / "WHITEREF_leaf", white, keys=("tint = 1",))
    cube = open_cube(folder)
    values = cube.read()
    assert np.isnan(values[1, :, 2]).all()
    assert np.isnan(values[4, :, 0]).all()
    assert np.isnan(values).sum() == 2 * ROWS
    assert "2 of 24 detector elements" in " ".join(cube.notices)


def test_references_are_given_by_hand(tmp_path):
    truth = reflectance()
    scene = write_counts(tmp_path / "a" / "leaf", truth * light() + dark_signal(ROWS))
    dark = write_counts(tmp_path / "b" / "none", dark_signal(3))
    write_counts(tmp_path / "a" / "panel", light() + dark_signal(3))
    said = SceneMetadata(dark=str(dark), white="panel.raw", white_reflectance=0.5)
    cube = open_described(scene, said)
    np.testing.assert_allclose(cube.read(), truth / 2, atol=ROUNDED)
    assert cube.is_reflectance
    only_dark = open_described(scene, SceneMetadata(dark=str(dark)))
    assert only_dark.quantity == COUNTS
    np.testing.assert_allclose(only_dark.read(), truth * light(), atol=1)


def test_references_beside_can_be_left_out(tmp_path):
    folder, truth = specim(tmp_path)
    cube = open_described(folder, SceneMetadata(dark="none", white="none"))
    assert cube.quantity == ""
    assert cube.source.dtype == np.uint16
    halved = open_described(folder, SceneMetadata(white_reflectance=0.5))
    np.testing.assert_allclose(halved.read(), truth / 2, atol=ROUNDED)


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        ({"white": "gone.raw"}, FileAccessError, "no file 'gone.raw'"),
        ({"white": "small.raw"}, CubeFormatError, "has 6 bands and 3 columns"),
        ({"white": "text.txt"}, CubeFormatError, "no ENVI header"),
        ({"white_reflectance": 0.9}, SceneMetadataError, "no white reference"),
    ],
)
def test_references_that_do_not_fit_are_refused(tmp_path, said, error, sentence):
    scene = write_counts(tmp_path / "leaf", dark_signal(ROWS))
    write_counts(tmp_path / "small", dark_signal(3)[..., :3])
    (tmp_path / "text.txt").write_text("x")
    with pytest.raises(error, match=sentence):
        open_described(scene, SceneMetadata(**said))


def test_unfitting_references_beside_leave_a_capture_as_recorded(tmp_path):
    scene = write_counts(tmp_path / "leaf", dark_signal(ROWS))
    write_counts(tmp_path / "WHITEREF_leaf", dark_signal(3)[..., :3])
    cube = open_cube(scene)
    assert cube.source.dtype == np.uint16
    assert "shown as recorded: WHITEREF_leaf.raw has 6 bands" in cube.notices[-1]


def test_other_envi_files_are_opened_as_before(tmp_path):
    write_counts(tmp_path / "WHITEREF_x", dark_signal(3))
    write_counts(tmp_path / "DARKREF_x", dark_signal(3))
    for name, keys in (
        ("REFLECTANCE_x", ()),
        ("x", ("reflectance scale factor = 10000",)),
    ):
        scene = write_counts(tmp_path / name, dark_signal(ROWS), keys=keys)
        assert open_cube(scene).source.dtype == np.uint16


def test_what_is_said_of_references_is_written_and_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dark = write_counts(tmp_path / "mine", dark_signal(2))
    changed = changed_values({}, [("dark", "mine.raw"), ("white_reflectance", "0.99")])
    said = metadata_of(changed, where="--set")
    assert said == SceneMetadata(dark=str(dark), white_reflectance=0.99)
    write_metadata(tmp_path / "x.hsimeta.toml", said)
    assert read_metadata(tmp_path / "x.hsimeta.toml") == said
    with pytest.raises(SceneMetadataError, match="cannot reflect 99"):
        metadata_of({"white_reflectance": 99}, where="")


def test_references_belong_to_a_capture(tmp_path):
    """No output replaces them, and they go along when a project is copied."""
    folder, _ = specim(tmp_path)
    capture = folder / "capture"
    expected = {path.name for path in capture.iterdir()}
    assert {path.name for path in read_files(capture / "leaf.raw")} == expected
    assert expected <= {path.name for path in read_files(folder)}


def test_closed_files_of_cubert_are_refused_with_a_way_out(tmp_path):
    (tmp_path / "leaf.cu3s").write_bytes(b"SQLite format 3\0")
    with pytest.raises(CubeFormatError, match="export it there as ENVI"):
        open_cube(tmp_path / "leaf.cu3s")


@pytest.mark.parametrize("lines", [1, 2, 5, 6])
def test_medians_are_those_of_numpy(tmp_path, lines):
    counts = np.random.default_rng(lines).integers(0, 4000, (3, lines, 4))
    write_counts(tmp_path / "dark", counts, nm=(450, 550, 650))
    found = median_over_lines(open_counts(tmp_path / "dark.raw"))
    np.testing.assert_array_equal(found, np.median(counts, axis=1))
