"""What is written is compared with what is read as the file system sees it."""

import os
from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.errors import ExportError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io import targets
from hsiviewer.io.labels import write_labels
from hsiviewer.io.maps import write_class_map, write_confidence
from hsiviewer.io.provenance_marks import is_own_result, is_own_sample
from hsiviewer.io.targets import Source, Target, check_targets, clash, foreign_files
from hsiviewer.workflows.commands.predict import distinct_names
from hsiviewer.workflows.commands.sample import write_sample
from tests.builders import UTM33
from tests.io.test_maps import make_result
from tests.workflows.scenes import SCHEME


def test_names_that_differ_by_case_are_one_file_where_case_does_not_matter(
    tmp_path, monkeypatch
):
    pair = [Target(tmp_path / "Map.tif", "--out"), Target(tmp_path / "map.TIF", "-c")]
    assert clash(pair, ()) == ""
    monkeypatch.setattr(Path, "exists", lambda path: ".PARTIAL" in path.name)
    assert "would both write" in clash(pair, ())


def test_names_are_compared_as_unicode_means_them(tmp_path):
    pair = [Target(tmp_path / name, "--out") for name in ("e\u0301.tif", "\xe9.tif")]
    assert "would both write" in clash(pair, ())


@pytest.mark.parametrize("data", ["scene", "scene.img", "scene.dat", "scene.BSQ"])
def test_a_header_stands_for_its_data(tmp_path, data):
    for name in (data, "scene.hdr"):
        (tmp_path / name).write_bytes(b"x")
    sources = [Source(tmp_path / "scene.hdr", "the scene")]
    assert "the scene" in clash([Target(tmp_path / data, "--json")], sources)
    sources = [Source(tmp_path / data, "the scene")]
    assert "the scene" in clash([Target(tmp_path / "scene.hdr", "--json")], sources)
    assert clash([Target(tmp_path / "scene.tif", "--out")], sources) == ""


def test_a_variable_of_a_file_stands_for_the_file(tmp_path):
    (tmp_path / "a.mat").write_bytes(b"x")
    sources = [Source(f"{tmp_path / 'a.mat'}:cube", "the scene")]
    assert "the scene" in clash([Target(tmp_path / "a.mat", "--json")], sources)


def test_the_place_is_tried_and_nothing_is_left(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    check_targets([Target(tmp_path / "a.json", "--json")], ())
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(targets.os, "open", refuse)
    with pytest.raises(ExportError, match="Permission denied"):
        check_targets([Target(tmp_path / "a.json", "--json")], ())


def test_maps_are_results_and_labels_are_work(tmp_path):
    write_class_map(tmp_path / "map.tif", make_result())
    write_confidence(tmp_path / "c.tif", make_result())
    labels = LabelMap(np.full((4, 5), 2, np.uint16))
    write_labels(tmp_path / "labels.tif", labels, SCHEME, UTM33)
    write_labels(tmp_path / "labels.gpkg", labels, SCHEME, UTM33)
    own = {path.name for path in tmp_path.iterdir() if is_own_result(path)}
    assert own == {"map.tif", "map.tif.aux.xml", "map.qml", "c.tif",
                   "labels.tif.aux.xml", "labels.qml"}  # fmt: skip


def test_a_style_that_qgis_has_saved_is_the_users(tmp_path):
    write_class_map(tmp_path / "map.tif", make_result())
    style = tmp_path / "map.qml"
    text = style.read_text()
    old = text[: text.index(" generator=")] + text[text.index("><pipe") :]
    style.write_text(old)
    assert is_own_result(style), "version 0.1 wrote no generator"
    style.write_text(old.replace("3.28", "3.34.5-Prizren"))
    assert not is_own_result(style)
    target = Target(tmp_path / "map.tif", "--out", (tmp_path / "map.tif", style))
    assert foreign_files([target]) == (style,)


@pytest.mark.parametrize("name", ["a.tif", "a.json", "a.html", "a.csv", "model.json"])
def test_damaged_files_links_and_pipes_are_no_results(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"II*\0\x08\0\0\0\xff\xff")
    assert not is_own_result(path)
    path.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        assert not is_own_result(path)
        path.unlink()
    path.symlink_to(tmp_path / "nothing")
    assert not is_own_result(path)


def test_a_sample_is_recognised_but_for_its_classes(tmp_path):
    files = write_sample(tmp_path, rows=48, cols=48, bands=8)
    assert {path.name for path in tmp_path.iterdir() if not is_own_sample(path)} == {
        files.classes.name
    }


@pytest.mark.parametrize(
    ("scenes", "names"),
    [
        (["a/x.tif", "b/y.tif"], ["x", "y"]),
        (["a/x.tif", "b/X.tif", "b/y.tif"], ["a_x", "b_X", "y"]),
        (["1/a/x.tif", "2/a/x.tif"], ["1_a_x", "2_a_x"]),
        (["m.mat:one", "m.mat:two"], ["m_one", "m_two"]),
    ],
)
def test_scenes_get_distinct_names(tmp_path, scenes, names):
    pairs = [scene.partition(":")[::2] for scene in scenes]
    assert distinct_names([(tmp_path / file, name) for file, name in pairs]) == names
