from dataclasses import replace

import numpy as np
import pytest

import hsiviewer
from hsiviewer.core.errors import ClassSchemeError, ExportError, LabelFormatError
from hsiviewer.io.labels import write_labels
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33
from tests.workflows.scenes import SCHEME


def test_labels_of_a_file(files):
    labels = hsiviewer.read_labels(files.labels, files.scene, classes=files.classes)
    assert labels.counts == {2: 6, 5: 6, 9: 6}
    assert labels.classes == SCHEME
    array = labels.to_array()
    assert array.dtype == np.uint16
    array[:] = 1
    assert labels.to_array().max() == 9, "the array is a copy"


def test_an_array_and_what_its_classes_are_called():
    ids = np.array([[0, 1], [2.0, np.nan]])
    labels = hsiviewer.read_labels(ids, classes={1: "roof"})
    assert labels.to_array().tolist() == [[0, 1], [2, 0]]
    assert [kind.name for kind in labels.classes] == ["roof", "class 2"]


@pytest.mark.parametrize("kind", ["uint8", "int64", "float32"])
def test_masked_ids_are_no_labels(kind):
    ids = np.ma.masked_equal(np.array([[255, 1], [2, 255]], kind), 255)
    assert hsiviewer.read_labels(ids).to_array().tolist() == [[0, 1], [2, 0]]


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (np.array([[0.5]]), "0.5"),
        (np.array([[-1]]), "-1"),
        (np.array([[70000]]), "70000"),
        (np.array([[True]]), "bool"),
        (np.ones((2, 2, 2)), "shape"),
        ([[1, 2], [3]], "one id for each pixel"),
    ],
)
def test_arrays_that_hold_no_ids_are_refused_with_a_sentence(ids, sentence):
    with pytest.raises(LabelFormatError, match=sentence):
        hsiviewer.read_labels(ids)


def test_labels_know_where_they_lie(files, tmp_path):
    labels = hsiviewer.read_labels(files.labels)
    hsiviewer.export(labels, tmp_path / "l.tif")
    place = open_cube(files.scene).georeference
    assert open_cube(tmp_path / "l.tif").georeference == place
    east = replace(UTM33, transform=(30.0, 0.0, 360300.0, 0.0, -30.0, 5810000.0))
    write_labels(tmp_path / "e.tif", labels.map, labels.classes, east)
    by_file = hsiviewer.read_labels(tmp_path / "e.tif", files.scene)
    by_labels = hsiviewer.read_labels(
        hsiviewer.read_labels(tmp_path / "e.tif"), files.scene
    )
    assert np.array_equal(by_labels.to_array()[:, 10:], labels.to_array()[:, :-10])
    assert np.array_equal(by_labels.to_array(), by_file.to_array())
    assert by_labels.georeference == by_file.georeference == place


def test_labels_of_another_scene_are_moved_or_refused(files):
    scene = hsiviewer.open(files.scene)
    labels = hsiviewer.read_labels(files.labels, scene)
    away = (30.0, 0.0, 400000.0, 0.0, -30.0, 5810000.0)
    for given in (labels, files.labels):
        other = hsiviewer.open(scene.to_array(), crs=32633, transform=away)
        with pytest.raises(LabelFormatError, match="outside"):
            hsiviewer.read_labels(given, other)
        half = hsiviewer.open(
            scene.to_array()[12:],
            crs=scene.crs,
            transform=(30.0, 0.0, 360000.0, 0.0, -30.0, 5810000.0 - 12 * 30),
        )
        found = hsiviewer.read_labels(given, half)
        assert np.array_equal(found.to_array(), labels.to_array()[12:])
        with pytest.raises(LabelFormatError, match="cannot be aligned"):
            hsiviewer.read_labels(given, hsiviewer.open(scene.to_array()[12:]))


def test_labels_have_to_fit_their_scene(files):
    with pytest.raises(LabelFormatError, match="24 and 30"):
        hsiviewer.read_labels(np.ones((30, 24), int), files.scene)


@pytest.mark.parametrize("classes", [["roof"], 5, {"1": "roof"}, {1.5: "roof"}, {1: 2}])
def test_classes_that_are_none_are_refused_with_a_sentence(classes):
    with pytest.raises(ClassSchemeError, match="names by id"):
        hsiviewer.read_labels(np.ones((2, 2), int), classes=classes)


@pytest.mark.parametrize("suffix", ["tif", "mat", "npy", "gpkg"])
def test_labels_are_written_and_read_back(files, tmp_path, suffix):
    labels = hsiviewer.read_labels(files.labels, files.scene)
    path = tmp_path / f"labels.{suffix}"
    assert hsiviewer.export(labels, path) == [path]
    again = hsiviewer.read_labels(path, files.scene)
    assert np.array_equal(again.to_array(), labels.to_array())
    with pytest.raises(ExportError, match="overwrite=True"):
        hsiviewer.export(labels, path)
    hsiviewer.export(labels, path, overwrite=True)


def test_classes_are_described_and_written(files, tmp_path, capsys):
    classes = hsiviewer.describe(files.scene, files.labels, auxiliary=[files.surface])
    assert all(kind.description for kind in classes)
    path = tmp_path / "classes.toml"
    hsiviewer.export(classes, path)
    with pytest.raises(ExportError, match="overwrite=True"):
        hsiviewer.export(classes, path)
    hsiviewer.export(classes, path, overwrite=True)
    from hsiviewer.cli import run

    command = f"describe {files.scene} --labels {files.labels} --aux {files.surface}"
    assert run(command.split()) == 0
    assert capsys.readouterr().out == path.read_text()
    kept = hsiviewer.describe(files.scene, files.labels, classes=files.classes)
    assert kept[2].description == SCHEME[2].description
    with pytest.raises(ExportError, match=r"\.toml"):
        hsiviewer.export(classes, tmp_path / "classes.txt")
