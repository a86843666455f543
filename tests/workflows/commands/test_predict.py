"""A model is learned and applied: what is written, told and refused."""

import asyncio
import json
from dataclasses import replace

import numpy as np
import pytest

from hsiviewer.core.errors import (
    ConfigurationError,
    ExportError,
    HsiViewerError,
    LabelFormatError,
)
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files
from hsiviewer.workflows.commands.predict import (
    PredictFiles,
    distinct_names,
    predict_files,
)
from hsiviewer.workflows.commands.sample import write_sample
from tests.in_process import run_jobs_here
from tests.workflows.scenes import SCHEME, write_scene


@pytest.fixture
def learned(files, tmp_path, monkeypatch):
    """Learn a model from the scene's labels; return what was asked and told."""
    run_jobs_here(monkeypatch)
    request = ClassifyFiles(
        scene=str(files.scene),
        labels=str(files.labels),
        classes=files.classes,
        reference=str(files.reference),
        map_path=tmp_path / "map.tif",
        confidence_path=tmp_path / "sure.tif",
        probabilities_path=tmp_path / "shares.tif",
        report_path=tmp_path / "report.json",
        save_model=tmp_path / "model",
        recipe=Recipe("svm", device="cpu"),
    )
    told = []
    asyncio.run(classify_files(request, on_change=lambda _job: None, say=told.append))
    return request, told


def predict(request):
    told = []
    asyncio.run(predict_files(request, on_change=lambda _job: None, say=told.append))
    return told


def test_map_report_and_model_are_written_and_the_model_makes_the_same_map(
    files, learned, tmp_path
):
    request, (summary,) = learned
    for path in (request.map_path, request.confidence_path, request.report_path):
        assert f"wrote {path}" in summary
    report = json.loads(request.report_path.read_text())
    assert report["overall_accuracy"] > 0.9
    assert "overall accuracy" in summary.lower() or "OA" in summary
    again = PredictFiles(
        scenes=(str(files.scene),),
        model=request.save_model,
        out=tmp_path / "again.tif",
        confidence=tmp_path / "again-sure.tif",
        probabilities=tmp_path / "again-shares.tif",
        reference=str(files.reference),
        device="cpu",
    )
    (told,) = predict(again)
    assert f"wrote {again.out}" in told
    assert told.splitlines()[-1].endswith("s on cpu")
    for first, second in (
        (request.map_path, again.out),
        (request.confidence_path, again.confidence),
        (request.probabilities_path, again.probabilities),
    ):
        one, other = open_cube(first), open_cube(second)
        np.testing.assert_array_equal(one.source.read(), other.source.read())
        one.close()
        other.close()


def test_several_scenes_get_maps_of_their_own_in_a_folder(files, learned, tmp_path):
    request, _ = learned
    other = write_scene(tmp_path / "other", rows=20, cols=21)
    out = tmp_path / "maps"
    wanted = PredictFiles(
        scenes=(str(files.scene), str(other.scene)),
        model=request.save_model,
        out=out,
        device="cpu",
    )
    assert len(predict(wanted)) == 2
    written = sorted(out.glob("*_map.tif"))
    assert len(written) == 2
    shapes = {read_labels(path, None)[0].values.shape for path in written}
    assert shapes == {(24, 30), (20, 21)}
    single = replace(wanted, reference=str(files.reference))
    with pytest.raises(ConfigurationError, match="predict scenes with them one by one"):
        predict(single)
    with pytest.raises(ConfigurationError, match="looks like a file"):
        predict(replace(wanted, out=tmp_path / "one.tif"))


def test_what_cannot_serve_is_refused_before_anything_is_written(
    files, learned, tmp_path
):
    request, _ = learned
    wanted = PredictFiles(
        scenes=(str(files.scene),), model=request.save_model, out=files.reference
    )
    with pytest.raises(ExportError):
        predict(replace(wanted, reference=str(files.reference)))
    out, empty = tmp_path / "out.tif", tmp_path / "empty"
    empty.mkdir()
    for change in ({"model": empty}, {"scenes": (str(tmp_path / "gone.hdr"),)}):
        with pytest.raises(HsiViewerError):
            predict(replace(wanted, out=out, **change))
    assert not out.exists()


def test_a_reference_without_labels_compares_with_nothing(files, learned, tmp_path):
    request, _ = learned
    empty = tmp_path / "empty.tif"
    cube = open_cube(files.scene)
    write_labels(empty, LabelMap.empty(cube.grid_shape), SCHEME, cube.georeference)
    cube.close()
    wanted = PredictFiles(
        scenes=(str(files.scene),),
        model=request.save_model,
        out=tmp_path / "out.tif",
        reference=str(empty),
    )
    with pytest.raises(LabelFormatError, match="has no labelled pixel"):
        predict(wanted)
    again = replace(request, reference=str(files.labels), overwrite=True)
    with pytest.raises(LabelFormatError, match="no pixel left to compare with"):
        asyncio.run(classify_files(again, on_change=lambda _job: None, say=print))


def test_scenes_of_one_name_are_told_apart(tmp_path):
    a, b = tmp_path / "a" / "cube.tif", tmp_path / "b" / "cube.tif"
    assert distinct_names([(a, "")]) == ["cube"]
    assert distinct_names([(a, ""), (b, "")]) == ["a_cube", "b_cube"]
    assert distinct_names([(a, "x"), (a, "y")]) == ["cube_x", "cube_y"]
    assert distinct_names([(a, ""), (tmp_path / "c.tif", "")]) == ["cube", "c"]
    with pytest.raises(ConfigurationError, match="a scene is given twice"):
        distinct_names([(a, ""), (a, "")])


def test_a_sample_is_written_again_but_never_over_what_was_changed(tmp_path):
    folder = tmp_path / "sample"
    files = write_sample(folder, rows=64, cols=72, bands=20)
    assert all(path.exists() for path in files.paths)
    before = files.labels.read_bytes()
    write_sample(folder, rows=64, cols=72, bands=20)
    assert files.labels.read_bytes() == before
    files.classes.write_text("# mine\n")
    with pytest.raises(ExportError, match=r"town_classes\.toml"):
        write_sample(folder, rows=64, cols=72, bands=20)
    assert files.classes.read_text() == "# mine\n"
    write_sample(folder, rows=64, cols=72, bands=20, overwrite=True)
    assert files.classes.read_text() != "# mine\n"
