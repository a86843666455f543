"""A report makes the same map again, or says why it cannot."""

import asyncio
import json

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


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Classify a scene by names that are relative; return where all of it lies."""
    files = write_scene(tmp_path / "scene")
    run_jobs_here(monkeypatch)
    monkeypatch.chdir(files.scene.parent)
    request = ClassifyFiles(
        scene=files.scene.name,
        labels=files.labels.name,
        classes=files.classes.relative_to(files.scene.parent),
        auxiliary=(files.surface.name,),
        map_path=tmp_path / "map.tif",
        report_path=tmp_path / "r.json",
        save_run=tmp_path / "run",
        recipe=Recipe("random-forest", overrides={"trees": "20"}, seed=4, device="cpu"),
    )
    asyncio.run(classify_files(request, on_change=lambda _: None, say=lambda _: None))
    monkeypatch.chdir(tmp_path)
    return files, tmp_path


def repeat(report, out, **fields):
    told = []
    request = RepeatFiles(report=report, out=out, **fields)
    asyncio.run(repeat_files(request, on_change=lambda _: None, say=told.append))
    return told[0]


@pytest.mark.parametrize("name", ["r.json", "run"])
def test_the_same_map_is_made_bit_for_bit(made, name):
    _, folder = made
    told = repeat(folder / name, folder / "again.tif")
    assert "The map is the same, bit for bit." in told
    with (
        rasterio.open(folder / "map.tif") as one,
        rasterio.open(folder / "again.tif") as other,
    ):
        assert np.array_equal(one.read(1), other.read(1))


def test_labels_that_have_changed_are_told(made):
    files, folder = made
    cube = open_cube(files.scene)
    labels, scheme = read_labels(files.labels, cube)
    values = labels.values.copy()
    values[values == 5] = 9
    values[3, 12] = 5
    write_labels(files.labels, type(labels)(values), scheme, cube.georeference)
    cube.close()
    told = repeat(folder / "r.json", folder / "again.tif")
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


def test_a_scene_that_is_gone_is_named(made):
    files, folder = made
    files.scene.unlink()
    files.scene.with_suffix(".img").unlink()
    for name in ("r.json", "run"):
        with pytest.raises(HsiViewerError, match=r"scene\.(hdr|img)"):
            repeat(folder / name, folder / "again.tif")


def test_packages_of_another_version_are_named():
    then, now = {"numpy": "1.0", "torch": "2.6"}, {"numpy": "2.0", "torch": "2.6"}
    assert other_versions(then, now) == ["numpy 1.0 is 2.0 now"]


def test_a_report_of_a_run_can_be_read_by_scripts(made):
    _, folder = made
    record = json.loads((folder / "r.json").read_text())["repeat"]
    assert record["scene"] == "scene.hdr"
    assert record["recipe"]["seed"] == 4
