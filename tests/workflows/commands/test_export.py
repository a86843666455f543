"""Runs and maps are exported: everything is written, or told why not."""

import asyncio
import csv

import numpy as np
import pytest
import rasterio

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError, ExportError, LabelFormatError
from hsiviewer.core.refinement import Refinement
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files
from hsiviewer.workflows.commands.export import ExportFiles, export_files
from hsiviewer.workflows.tasks.exporting import ExportPlan
from hsiviewer.workflows.tasks.report_pages import doubts
from hsiviewer.workflows.tasks.result_sources import open_result
from tests.in_process import run_jobs_here
from tests.workflows.scenes import write_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Classify a scene and keep its run; return its files, the map and the run."""
    folder = tmp_path_factory.mktemp("export")
    files = write_scene(folder / "scene")
    request = ClassifyFiles(
        scene=str(files.scene),
        labels=str(files.labels),
        classes=files.classes,
        map_path=folder / "map.tif",
        save_run=folder / "run",
        recipe=Recipe("svm", device="cpu"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HSIVIEWER_HOME", str(folder / "home"))
        run_jobs_here(patch)
        work = classify_files(request, on_change=lambda _: None, say=lambda _: None)
        asyncio.run(work)
    return files, request.map_path, request.save_run


def export(result, *out, draw=None, **fields):
    told = []
    names = {"is_cog", "confidence", "probabilities", "zones", "zonal"}
    plan = ExportPlan(
        out=out, **{name: fields.pop(name) for name in names & fields.keys()}
    )
    export_files(ExportFiles(result=result, plan=plan, **fields), told.append, draw)
    return told[0]


def test_a_run_is_written_in_every_form(scene, tmp_path):
    files, made, run = scene
    names = ("map.tif", "areas.gpkg", "areas.csv", "page.png", "r.html", "r.json")
    out = [tmp_path / name for name in names]
    drawn = []
    told = export(
        run, *out, is_cog=True, reference=str(files.reference),
        confidence=tmp_path / "sure.tif", probabilities=tmp_path / "shares.tif",
        draw=lambda path, source: drawn.append((path, source.title)),
    )  # fmt: skip
    for path in (*out, tmp_path / "sure.tif", tmp_path / "shares.tif"):
        assert f"wrote {path}" in told
    assert "overall accuracy" in told
    assert drawn == [(tmp_path / "page.png", "run")]
    with rasterio.open(tmp_path / "map.tif") as dataset, rasterio.open(made) as first:
        assert np.array_equal(dataset.read(1), first.read(1))
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    with rasterio.open(tmp_path / "shares.tif") as dataset:
        assert dataset.descriptions == ("water", "meadow", "roof")
    rows = table_of(tmp_path / "areas.csv")
    assert [row["name"] for row in rows] == ["water", "meadow", "roof"]
    assert float(rows[0]["adjusted_percent"]) == pytest.approx(33.3, abs=2)
    page = (tmp_path / "r.html").read_text()
    for part in ("data:image/png", "<svg", "Areas", "Open water, dark"):
        assert part in page


def table_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def write_zones(files):
    """Write the reference as a layer of zones, one for each material."""
    cube = open_cube(files.scene)
    labels, scheme = read_labels(files.reference, cube)
    path = files.labels.with_name("zones.gpkg")
    write_labels(path, labels, scheme, cube.georeference)
    cube.close()
    return path


def test_zones_tell_classes_and_bands(scene, tmp_path):
    files, _, run = scene
    table = tmp_path / "zonal.csv"
    export(run, zones=write_zones(files), zonal=table)
    rows = table_of(table)
    assert [row["majority"] for row in rows] == ["water", "meadow", "roof"]
    means = [name for name in rows[0] if name.startswith("mean ")]
    assert len(means) == 12
    assert 0.02 < float(rows[0][means[0]]) < 0.06  # reflectance of water


def test_a_map_is_enough_for_most(scene, tmp_path):
    _, made, _ = scene
    told = export(made, tmp_path / "areas.geojson", tmp_path / "report.json")
    assert told.count("wrote") == 2
    for option in ("confidence", "probabilities"):
        with pytest.raises(ExportError, match=r"run|another file"):
            export(made, **{option: tmp_path / "x.tif"})


def test_a_refinement_is_written_and_told(scene, tmp_path):
    _, made, run = scene
    steps = Refinement(smoothing=3.0, threshold=0.3, majority=3, sieve=4)
    export(run, tmp_path / "clean.tif", refinement=steps)
    again = open_result(tmp_path / "clean.tif")
    assert again.result.provenance["refinement"] == steps.record()
    with pytest.raises(ConfigurationError, match="smoothing needs the scene"):
        export(made, tmp_path / "x.tif", refinement=Refinement(smoothing=1.0))


@pytest.mark.parametrize(
    ("out", "fields", "error", "sentence"),
    [
        ((), {}, ConfigurationError, "at least one file"),
        (("map.xyz",), {}, ConfigurationError, "no suffix that says what to write"),
        (("a.csv",), {"zonal": "z.csv"}, ConfigurationError, "both or none"),
        (("a.csv", "a.csv"), {}, ExportError, "would both write"),
    ],
)
def test_what_cannot_be_written_is_told_first(
    scene, tmp_path, out, fields, error, sentence
):
    fields = {name: tmp_path / value for name, value in fields.items()}
    with pytest.raises(error, match=sentence):
        export(scene[1], *(tmp_path / name for name in out), **fields)
    assert list(tmp_path.iterdir()) == []


def test_the_map_that_is_read_is_never_written_over(scene, tmp_path):
    with pytest.raises(ExportError):
        export(scene[1], scene[1], overwrite=True)
    existing = tmp_path / "areas.csv"
    existing.write_text("a table of mine")
    with pytest.raises(ExportError, match="--overwrite"):
        export(scene[1], existing)


def test_a_layer_without_zones_costs_nothing(scene, tmp_path):
    broken = tmp_path / "zones.gpkg"
    broken.write_text("nothing")
    with pytest.raises(LabelFormatError):
        export(scene[1], tmp_path / "a.csv", zones=broken, zonal=tmp_path / "zonal.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["zones.gpkg"]


def test_what_is_doubtful_is_said():
    result = ClassificationResult(
        np.ones((4, 5), np.uint16), np.full((4, 5), 0.4, np.float32),
        ClassScheme.from_ids([1]),
        provenance={"labels_per_class": {"1": 2}, "warnings": ["Odd bands."]},
    )  # fmt: skip
    told = doubts(result, {})
    for part in ("No reference", "fewer than 5 labels", "in 100% of", "Odd bands."):
        assert any(part in sentence for sentence in told)
    report = {"overall_accuracy": 0.9, "n_overlapping": 7, "n_reference": 9}
    assert "7 of 9 reference pixels" in doubts(result, report)[0]
