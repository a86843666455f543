"""A report makes the same map again, or says why it cannot."""

import asyncio
import json
import shutil

import numpy as np
import pytest
import rasterio

from hsiviewer.core.errors import FileAccessError, ForeignTextError, HsiViewerError
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files
from hsiviewer.workflows.commands.repeat import RepeatFiles, repeat_files
from hsiviewer.workflows.tasks.repeating import other_versions
from tests.in_process import run_jobs_here
from tests.workflows.scenes import write_scene


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Classify a scene by names that are relative; return where all of it lies."""
    folder = tmp_path_factory.mktemp("made")
    files = write_scene(folder / "scene")
    request = ClassifyFiles(
        scene=files.scene.name,
        labels=files.labels.name,
        classes=files.classes.relative_to(files.scene.parent),
        auxiliary=(files.surface.name,),
        map_path=folder / "map.tif",
        report_path=folder / "r.json",
        save_run=folder / "run",
        recipe=Recipe("random-forest", overrides={"trees": "20"}, seed=4, device="cpu"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HSIVIEWER_HOME", str(folder / "home"))
        patch.chdir(files.scene.parent)
        run_jobs_here(patch)
        work = classify_files(request, on_change=lambda _: None, say=lambda _: None)
        asyncio.run(work)
    return files, folder


@pytest.fixture
def moved(made, tmp_path):
    """Return a copy of the scene, and the report of a run on it."""
    files, folder = made
    shutil.copytree(files.scene.parent, tmp_path / "moved")
    report = json.loads((folder / "r.json").read_text())
    report["repeat"]["directory"] = str(tmp_path / "moved")
    (tmp_path / "r.json").write_text(json.dumps(report))
    return tmp_path / "moved", tmp_path / "r.json"


@pytest.fixture(autouse=True)
def _jobs_here(monkeypatch):
    run_jobs_here(monkeypatch)


def repeat(report, out, **fields):
    told = []
    request = RepeatFiles(report=report, out=out, **fields)
    asyncio.run(repeat_files(request, on_change=lambda _: None, say=told.append))
    return told[0]


@pytest.mark.parametrize("name", ["r.json", "run"])
def test_the_same_map_is_made_bit_for_bit(made, name, tmp_path):
    _, folder = made
    told = repeat(folder / name, tmp_path / "again.tif")
    assert "The map is the same, bit for bit." in told
    with rasterio.open(folder / "map.tif") as one:
        first = one.read(1)
    with rasterio.open(tmp_path / "again.tif") as other:
        assert np.array_equal(first, other.read(1))


def test_labels_that_have_changed_are_told(moved, tmp_path):
    scene, report = moved
    cube = open_cube(scene / "scene.hdr")
    labels, scheme = read_labels(scene / "labels.tif", cube)
    values = labels.values.copy()
    values[values == 5] = 9
    values[3, 12] = 5
    write_labels(scene / "labels.tif", type(labels)(values), scheme, cube.georeference)
    cube.close()
    told = repeat(report, tmp_path / "again.tif")
    assert "The map differs from that of the run: the labels have changed" in told


@pytest.mark.parametrize(
    ("text", "error"),
    [("{}", ForeignTextError), ('{"repeat": {"scene": 3}}', ForeignTextError),
     ("[1", HsiViewerError), (None, FileAccessError)],
)  # fmt: skip
def test_what_cannot_be_repeated_is_refused(tmp_path, text, error):
    report = tmp_path / "report.json"
    if text is not None:
        report.write_text(text)
    with pytest.raises(error):
        repeat(report, tmp_path / "again.tif")
    assert not (tmp_path / "again.tif").exists()


def test_a_scene_that_is_gone_is_named(moved, tmp_path):
    scene, report = moved
    (scene / "scene.hdr").unlink()
    with pytest.raises(HsiViewerError, match=r"scene\.hdr"):
        repeat(report, tmp_path / "again.tif")


def test_packages_of_another_version_are_named():
    then, now = {"numpy": "1.0", "torch": "2.6"}, {"numpy": "2.0", "torch": "2.6"}
    assert other_versions(then, now) == ["numpy 1.0 is 2.0 now"]


def test_a_report_of_a_run_can_be_read_by_scripts(made):
    _, folder = made
    record = json.loads((folder / "r.json").read_text())["repeat"]
    assert record["scene"] == "scene.hdr"
    assert record["recipe"]["seed"] == 4
