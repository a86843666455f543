"""The public functions do what the command line does, to the last pixel."""

import gc
import json
from pathlib import Path

import numpy as np
import pytest

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core import paths
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import (
    ConfigurationError,
    ExportError,
)
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.data.band_fitting import fitted_to
from hsiviewer.learning.saved.model_record import read_model_record
from hsiviewer.workflows.commands.batch import save_model
from hsiviewer.workflows.tasks.records import MODEL_FOLDER
from hsiviewer.workflows.tasks.run_folders import new_run_folder
from tests.workflows.scenes import write_scene

FAST = {"pretrain_steps": 3, "steps": 5, "members": 1, "width": 16}
CHANGING = ("seconds", "memory_mb", "scene", "model", "repeat")


@pytest.fixture(scope="module")
def scene_files(tmp_path_factory):
    return write_scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def by_command_line(scene_files, tmp_path_factory):
    """Map, confidence and report of ``hsiviewer classify``."""
    files, folder = scene_files, tmp_path_factory.mktemp("out")
    out, confidence, report = (folder / name for name in ("m.tif", "c.tif", "r.json"))
    command = (
        f"classify {files.scene} --labels {files.labels} --classes {files.classes} "
        f"--method random-forest --seed 3 --reference {files.reference} --out {out} "
        f"--confidence {confidence} --report {report} --set trees=20"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HSIVIEWER_HOME", str(folder))
        assert run(command.split()) == 0
    return (
        read_labels(out, None)[0].values,
        open_cube(confidence).read()[0],
        json.loads(report.read_text()),
    )


def same(mine, theirs):
    """Compare two reports but for what differs between any two runs."""
    mine, theirs = (
        {key: value for key, value in report.items() if key not in CHANGING}
        for report in (mine, theirs)
    )
    return mine == theirs


def test_files_give_the_map_and_report_of_the_command_line(
    scene_files, by_command_line, tmp_path
):
    files = scene_files
    class_map, confidence, report = by_command_line
    found = hsiviewer.classify(
        files.scene,
        files.labels,
        classes=files.classes,
        method="random-forest",
        seed=3,
        reference=files.reference,
        trees=20,
    )
    assert np.array_equal(found.to_array(), class_map)
    assert np.array_equal(found.confidence, confidence, equal_nan=True)
    for source in (files.labels, files.reference):
        with pytest.raises(ExportError, match="which belongs to"):
            found.to_geotiff(source, overwrite=True)
    assert same(found.report(), report)
    accuracy = found.accuracy
    for name in ("confusion_matrix", "unclassified", "precision", "recall", "f1"):
        assert getattr(accuracy, name).tolist() == report[name]
    for name in ("overall_accuracy", "average_accuracy", "kappa", "n_reference"):
        assert getattr(accuracy, name) == report[name]
    assert accuracy.class_names == ("water", "meadow", "roof")
    assert accuracy.n_reference == 24 * 30 - 18

    target, beside = tmp_path / "again.tif", tmp_path / "confidence.tif"
    shares = tmp_path / "probabilities.tif"
    written = found.to_geotiff(target, confidence=beside, probabilities=shares)
    assert written == [target, beside, shares]
    best = np.array(found.probability_ids)[found.probabilities.argmax(axis=0)]
    assert (best == class_map)[class_map > 0].mean() > 0.99
    written, scheme = read_labels(target, open_cube(files.scene))
    assert np.array_equal(written.values, class_map)
    assert scheme[2].name == "water"
    page = tmp_path / "report.html"
    found.report(page)
    assert "random-forest" in page.read_text()


def test_arrays_give_the_same_map(scene_files, by_command_line):
    files = scene_files
    class_map, confidence, report = by_command_line
    scene = hsiviewer.open(files.scene)
    labels = hsiviewer.read_labels(files.labels)
    reference = hsiviewer.read_labels(files.reference)
    made = hsiviewer.open(
        scene.to_array(),
        wavelengths_nm=scene.wavelengths_nm,
        crs=scene.crs,
        transform=scene.transform,
    )
    found = hsiviewer.classify(
        made,
        labels.to_array(),
        classes={2: "water", 5: "meadow", 9: "roof"},
        method="random-forest",
        seed=np.int64(3),
        reference=reference.to_array(),
        trees=np.int32(20),
    )
    assert np.array_equal(found.to_array(), class_map)
    assert np.allclose(found.confidence, confidence, equal_nan=True)
    assert found.accuracy.kappa == report["kappa"]
    assert found.result.georeference == scene.cube.georeference
    assert found.report()["scene"] == "array", "its file is nobody's business"


def test_a_model_is_pretrained_trained_and_applied(files, tmp_path):
    scene = hsiviewer.open(files.scene)
    heights = hsiviewer.open(files.surface).to_array()[:, :, 0]
    encoder = hsiviewer.pretrain(
        scene,
        method="diffclip",
        save_model=tmp_path / "encoder",
        auxiliary=[heights],
        **FAST,
    )
    first = hsiviewer.classify(
        scene,
        files.labels,
        method="diffclip",
        auxiliary=[heights],
        pretrained=encoder,
        save_model=tmp_path / "model",
        **FAST,
    )
    again = hsiviewer.predict(
        scene,
        tmp_path / "model",
        auxiliary=[files.surface],
        reference=files.reference,
    )
    assert np.array_equal(first.to_array(), again.to_array())
    assert first.accuracy is None
    assert 0 <= again.accuracy.overall_accuracy <= 1
    assert again.accuracy.n_reference == 24 * 30


def test_relative_paths_mean_the_same_file_from_any_folder(
    files, tmp_path, monkeypatch
):
    elsewhere = write_scene(tmp_path / "elsewhere" / files.scene.parent.name)
    data = elsewhere.scene.with_suffix(".img")
    data.write_bytes(data.read_bytes()[::-1])
    monkeypatch.chdir(files.scene.parent.parent)
    folder = Path(files.scene.parent.name)
    scene = hsiviewer.open(folder / "scene.hdr")
    surface = hsiviewer.open(f"{folder}/surface.tif")
    labels = hsiviewer.read_labels(folder / "labels.tif", folder / "scene.hdr")
    monkeypatch.chdir(tmp_path / "elsewhere")
    found = hsiviewer.classify(
        scene,
        labels,
        method="spectral-angle",
        auxiliary=[surface],
        reference=files.reference,
    )
    assert found.accuracy.overall_accuracy > 0.9
    for given in (scene, surface):
        assert open_cube(given.cube.reference).path.parent == files.scene.parent
    with pytest.raises(ExportError, match="which belongs to"):
        hsiviewer.export(labels, files.labels, overwrite=True)


def test_a_model_that_cannot_be_saved_does_not_cost_the_map(files, tmp_path):
    model = tmp_path / "model"

    def block(_fraction, _message):
        model.touch()

    with pytest.warns(RuntimeWarning, match="The model is kept in"):
        found = hsiviewer.classify(
            files.scene,
            files.labels,
            method="spectral-angle",
            save_model=model,
            progress=block,
        )
    kept = found.warnings[-1].partition("kept in ")[2].partition(";")[0]
    again = hsiviewer.predict(files.scene, kept)
    assert np.array_equal(found.to_array(), again.to_array())


@pytest.mark.parametrize("is_there", [False, True])
def test_a_model_that_a_worker_could_not_save_is_told(tmp_path, is_there):
    run, target = new_run_folder(), tmp_path / "model"
    if is_there:
        (run / MODEL_FOLDER).mkdir()
    with pytest.raises(ExportError, match="could not be saved after the training"):
        save_model(run, target)
    assert not target.exists()
    assert not run.exists(), "nothing of it is worth keeping"


def test_a_model_goes_from_a_file_to_an_array_and_back(files, tmp_path):
    scene = hsiviewer.open(files.scene)
    known = {"wavelengths_nm": scene.wavelengths_nm, "crs": scene.crs}
    known["transform"] = scene.transform
    made = hsiviewer.open(scene.to_array(), scale=1, **known)
    first = hsiviewer.classify(
        made, files.labels, method="spectral-angle", save_model=tmp_path
    )
    again = hsiviewer.predict(scene, tmp_path)
    assert np.array_equal(again.to_array(), first.to_array())
    bands = read_model_record(tmp_path).bands
    for cube in (made.cube, open_cube(made.cube.reference), scene.cube):
        assert fitted_to(cube, bands)[1] == ""
    undeclared = hsiviewer.open(scene.to_array(), **known)
    assert fitted_to(undeclared.cube, bands)[1] == "", "its values are the same"
    stored = hsiviewer.open(scene.to_array() * 10_000, **known)
    with pytest.raises(ConfigurationError, match="of an array by scale"):
        fitted_to(stored.cube, bands)


def test_a_failed_training_prints_no_stack(files, tmp_path, capfd):
    model = tmp_path / "no model"
    with pytest.raises(ConfigurationError, match="holds no saved model"):
        hsiviewer.predict(files.scene, model)
    assert not any(capfd.readouterr())


def test_methods_are_compared_as_on_the_command_line(files, tmp_path, capsys):
    out = tmp_path / "runs.json"
    command = (
        f"evaluate {files.scene} --reference {files.reference} --method "
        f"spectral-angle --shots 2,10% --seeds 0-1 --sweep references=mean,labels "
        f"--json {out}"
    )
    assert run(command.split()) == 0
    printed = capsys.readouterr().out
    theirs = json.loads(out.read_text())
    found = hsiviewer.evaluate(
        files.scene,
        hsiviewer.read_labels(files.reference, files.scene),
        methods="spectral-angle",
        shots=np.array([2, 0.1]),
        seeds=range(2),
        sweep=("references", ["mean", "labels"]),
    )
    assert all(map(same, found.report()["runs"], theirs["runs"]))
    assert len(found.runs) == 8
    assert found.runs[0].variant == "references=mean"
    assert found.runs[0].accuracy.n_reference == 24 * 30 - 6
    assert found.paired_tests == theirs["paired_tests"]
    for listed in ("summary", "paired_tests"):
        getattr(found, listed)[0].clear()
        assert getattr(found, listed)[0], "what was cleared is a copy"
    assert found.runs is found.runs, "they are read from the report once"
    with pytest.raises(ValueError, match="read-only"):
        found.runs[0].accuracy.confusion_matrix[:] = 1
    found.runs[0].report["warnings"].append("mine")
    assert all(map(same, found.report()["runs"], theirs["runs"]))
    assert str(found).splitlines()[0] == printed.splitlines()[0]
    found.report(tmp_path / "again.json")
    assert (tmp_path / "again.json").exists()
    found.report(out)
    out.write_text("mine")
    with pytest.raises(ExportError, match="overwrite=True"):
        found.report(out)


def test_comparisons_of_arrays_name_no_files_and_leave_none(files):
    scene = hsiviewer.open(files.scene)
    arrays = hsiviewer.evaluate(
        scene.to_array(),
        hsiviewer.read_labels(files.reference).to_array(),
        methods="spectral-angle",
        shots=2,
    )
    report = arrays.report()
    assert (report["scene"], report["reference"]) == ("array", "array")
    assert report["runs"][0]["scene"] == "array"
    gc.collect()
    assert not list((paths.user_data() / "runs").iterdir())


def test_classes_of_a_comparison_join_those_of_the_reference(files):
    found = hsiviewer.evaluate(
        files.scene,
        files.reference,
        methods="spectral-angle",
        shots=2,
        classes={2: "lake"},
    )
    assert found.runs[0].accuracy.class_names == ("lake", "meadow", "roof")


def test_a_class_of_one_pixel_does_not_end_a_comparison_of_blocks(files):
    truth = hsiviewer.read_labels(files.reference, files.scene).map.values.copy()
    truth[0, 1] = 7
    found = hsiviewer.evaluate(
        files.scene, truth, methods="spectral-angle", shots=2, split="blocks"
    )
    assert found.runs[0].report["left_out"] == ["class 7"]
    assert "left out" in str(found)


def test_nothing_is_overwritten_unless_that_is_said(tmp_path):
    ids = np.array([[1, 2, 2], [0, 1, 1]], np.uint16)
    confidence = np.where(ids > 0, 0.5, np.nan).astype(np.float32)
    result = ClassificationResult(ids, confidence, ClassScheme.from_ids([1, 2]))
    found = hsiviewer.ClassMap(result, {"method": "drawn", "warnings": ["doubtful"]})
    target, report = tmp_path / "map.tif", tmp_path / "r.json"
    for path in (target, report):
        path.write_text("mine")
    with pytest.raises(ExportError, match="overwrite=True"):
        found.to_geotiff(target)
    with pytest.raises(ExportError, match="overwrite=True"):
        found.to_geotiff(tmp_path / "other.tif", confidence=target)
    with pytest.raises(ExportError, match="overwrite=True"):
        found.report(report)
    with pytest.raises(ExportError, match="would both write"):
        found.to_geotiff(tmp_path / "x.tif", confidence=tmp_path / "x.tif")
    assert {path.read_text() for path in (target, report)} == {"mine"}
    found.to_geotiff(target, overwrite=True)
    found.report(report, overwrite=True)
    found.to_array()[:] = 7
    found.confidence[:] = 7
    found.report()["warnings"].append("mine")
    for values in (found.result.class_map, found.result.confidence):
        with pytest.raises(ValueError, match="read-only"):
            values[:] = 7
    assert np.array_equal(read_labels(target, None)[0].values, found.to_array())
    assert np.array_equal(found.confidence, confidence, equal_nan=True)
    assert found.warnings == ("doubtful",)
    assert found._repr_png_().startswith(b"\x89PNG")
    with pytest.raises(ExportError, match=r"\.json or \.html"):
        found.report(tmp_path / "r.pdf")
    with pytest.raises(ExportError, match="there is no folder"):
        found.report(tmp_path / "no folder" / "r.json")


def test_methods_are_those_of_the_command_line(capsys):
    assert run(["methods", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    found = hsiviewer.methods()
    assert [method.id for method in found] == [record["id"] for record in listed]
    assert [parameter.default for parameter in found[0].parameters] == [
        record["default"] for record in listed[0]["parameters"]
    ]
