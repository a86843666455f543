"""Outputs of commands never destroy inputs, or what the program did not make."""

import json
import os
import shutil

import numpy as np
import pytest

from hsiviewer.cli import run
from hsiviewer.core import paths
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_cube
from tests.learning.objects import make_object
from tests.workflows.scenes import write_scene

CLASSIFY = "classify scene.tif --labels labels.tif --method spectral-angle"
EVALUATE = (
    "evaluate scene.hdr --reference reference.json --method spectral-angle --shots 2"
)
PREDICT = "predict scene.tif --model model"
OBJECTS = "objects objects --labels objects/table.csv --method svm"
TRAINING = (
    "classify scene.hdr --labels labels.tif --method spectral-angle --reference "
    "reference.tif --out first.tif --confidence c.tif --report r.html "
    "--save-model model"
)
TABLE = f"{EVALUATE} --json runs.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a scene with everything that belongs to it, and a model of it, once."""
    folder = tmp_path_factory.mktemp("made")
    files = write_scene(folder)
    cube = open_cube(files.scene)
    for name in ("labels", "reference"):
        labels, scheme = read_labels(getattr(files, name), cube)
        for suffix in (".json", ".shp"):
            write_labels(folder / f"{name}{suffix}", labels, scheme, cube.georeference)
    from hsiviewer.io.geotiff import write_geotiff

    values = cube.source.read()
    write_geotiff(folder / "scene.tif", values, georeference=cube.georeference)
    write_geotiff(folder / "aux.tif", values[:1], georeference=cube.georeference)
    (folder / "objects").mkdir()
    for number in range(4):
        np.save(folder / "objects" / f"{number}.npy", make_object(number % 2, number))
    lines = ["file,label", "0.npy,ripe", "1.npy,raw", "2.npy,ripe", "3.npy,raw"]
    (folder / "objects" / "table.csv").write_text("\n".join(lines) + "\n")
    for style in folder.glob("*.qml"):
        style.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HSIVIEWER_HOME", str(tmp_path_factory.mktemp("home")))
        patch.chdir(folder)
        assert run(TRAINING.split()) == 0
        assert run(TABLE.split()) == 0
    return folder


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    """Copy it, and work in the copy."""
    folder = tmp_path / "work"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    return folder


def make_pipe(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(path)


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


INPUTS = {
    "the scene": (f"{CLASSIFY} --out scene.tif", "scene.tif"),
    "the scene by another way": (f"{CLASSIFY} --out ./model/../scene.tif", "scene"),
    "the scene as confidence": (
        f"{CLASSIFY} --out new.tif --confidence scene.tif", "scene.tif",
    ),
    "the labels": (f"{CLASSIFY} --out labels.tif", "the labels"),
    "the reference": (
        f"{CLASSIFY} --reference reference.tif --out reference.tif", "the reference",
    ),
    "an auxiliary raster": (
        f"{CLASSIFY} --aux aux.tif --out aux.tif", "an auxiliary raster",
    ),
    "areas as report": (
        "classify scene.tif --labels labels.json --method spectral-angle "
        "--out new.tif --report labels.json",
        "the labels",
    ),
    "the model it starts from": (
        f"{CLASSIFY} --pretrained model --out new.tif --save-model model", "the model",
    ),
    "map and confidence": (
        f"{CLASSIFY} --out new.tif --confidence new.tif", "--confidence",
    ),
    "report and names of the map": (
        f"{CLASSIFY} --out new.tif --report new.tif.aux.xml", ".json or .html",
    ),
    "model folder and map": (
        f"{CLASSIFY} --out new.tif --save-model new.tif", "new.tif",
    ),
    "a scene that is applied to": (f"{PREDICT} --out scene.tif", "scene.tif"),
    "confidence of a prediction": (
        f"{PREDICT} --out new.tif --confidence scene.tif", "scene.tif",
    ),
    "the reference of a table": (f"{EVALUATE} --json reference.json", "the reference"),
    "the classes of a table": (
        f"{EVALUATE} --classes classes.toml --json classes.toml", "the class file",
    ),
    "the header of a table's scene": (f"{EVALUATE} --json scene.hdr", "the scene"),
    "the data of a table's scene": (f"{EVALUATE} --json scene.img", "the scene"),
    "a part of a shapefile": (
        EVALUATE.replace("reference.json", "reference.shp") + " --json reference.dbf",
        "the reference",
    ),
    "the table of objects": (f"{OBJECTS} --out objects/table.csv", "table.csv"),
    "an object": (f"{OBJECTS} --out objects/1.npy", "the objects"),
    "a model that is learned from": (
        "pretrain scene.tif --method diffclip --save-model scene.tif", "is a file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("also", ["", " --overwrite"])
@pytest.mark.parametrize(("command", "sentence"), INPUTS.values(), ids=INPUTS)
def test_an_input_is_never_replaced(here, capsys, command, sentence, also):
    before = content(here)
    assert run((command + also).split()) == 1
    told = capsys.readouterr()
    assert told.err.startswith("hsiviewer: ")
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert content(here) == before
    assert not list(paths.user_data().glob("runs/*")), "work had started"


@pytest.mark.parametrize("make", [os.link, os.symlink], ids=["hard link", "link"])
@pytest.mark.parametrize("source", ["scene.tif", "labels.tif", "labels.tif.aux.xml"])
def test_a_link_to_an_input_is_that_input(here, capsys, make, source):
    target = "linked.tif.aux.xml" if source.endswith(".xml") else "linked.tif"
    make(here / source, here / target)
    before = content(here)
    assert run(f"{CLASSIFY} --out linked.tif --overwrite".split()) == 1
    assert "would replace" in capsys.readouterr().err
    assert content(here) == before


def test_a_linked_folder_leads_to_the_same_inputs(here, capsys):
    (here / "other").symlink_to(here, target_is_directory=True)
    assert run(f"{CLASSIFY} --out other/scene.tif --overwrite".split()) == 1
    assert "belongs to the scene" in capsys.readouterr().err
    assert run(f"{CLASSIFY} --out new.tif --confidence other/new.tif".split()) == 1
    assert "would both write" in capsys.readouterr().err


FOREIGN = {
    "a raster": (f"{CLASSIFY} --out aux.tif", "aux.tif"),
    "a style beside the map": (f"{CLASSIFY} --out o.tif", "o.qml"),
    "names beside the map": (f"{CLASSIFY} --out n.tif", "n.tif.aux.xml"),
    "exported labels": (f"{PREDICT} --out labels.tif", "labels.tif"),
    "a report": (f"{CLASSIFY} --out new.tif --report notes.json", "notes.json"),
    "a page": (f"{CLASSIFY} --out new.tif --report notes.html", "notes.html"),
    "weights": (f"{CLASSIFY} --out new.tif --save-model encoder", "model.safetensors"),
    "a file as table": (f"{EVALUATE} --json notes.json", "notes.json"),
    "a table": (f"{OBJECTS} --out notes.csv", "notes.csv"),
    "a link that leads nowhere": (f"{CLASSIFY} --out gone.tif", "gone.tif"),
    "a sample's data": ("sample . --rows 48 --cols 48 --bands 8", "town.img"),
}


@pytest.mark.parametrize(("command", "name"), FOREIGN.values(), ids=FOREIGN)
def test_what_the_program_did_not_make_is_replaced_only_when_asked(
    here, capsys, command, name
):
    for file in ("o.qml", "n.tif.aux.xml", "notes.json", "notes.html", "notes.csv"):
        (here / file).write_text("<qgis/> of mine")
    (here / "town.img").write_bytes(b"mine")
    (here / "encoder").mkdir()
    (here / "encoder" / "model.safetensors").write_bytes(b"mine")
    (here / "gone.tif").symlink_to(here / "nowhere.tif")
    before = content(here)
    assert run(command.split()) == 1
    told = capsys.readouterr().err
    assert name in told
    assert "--overwrite" in told
    assert content(here) == before
    assert not list(paths.user_data().glob("runs/*")), "work had started"


def test_results_are_replaced_by_running_again(here, capsys):
    for command in (TRAINING, TABLE):
        assert run(command.split()) == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    for name in ("first.tif", "c.tif", "r.html", "model"):
        assert f"wrote {name}" in told
    assert json.loads((here / "runs.txt").read_text())["runs"]


def test_the_sample_is_written_again_but_no_change_of_a_user_is_lost(here, capsys):
    command = "sample place --rows 48 --cols 50 --bands 12"
    assert run(command.split()) == 0
    assert run(command.split()) == 0
    classes = here / "place" / "town_classes.toml"
    classes.write_text(classes.read_text().replace("roof", "my roof"))
    before = content(here)
    assert run(command.split()) == 1
    assert "town_classes.toml" in capsys.readouterr().err
    assert content(here) == before
    assert run([*command.split(), "--overwrite"]) == 0
    assert "my roof" not in classes.read_text()
    assert run(["sample", "scene.tif"]) == 1
    assert "scene.tif is a file" in capsys.readouterr().err


def test_scenes_of_one_name_get_maps_of_their_own(here, capsys):
    for folder in ("a", "b"):
        (here / folder).mkdir()
        for suffix in (".hdr", ".img"):
            shutil.copy(here / f"scene{suffix}", here / folder / f"Scene{suffix}")
    scenes = "a/Scene.hdr b/Scene.hdr"
    assert run(f"predict {scenes} --model model --out maps".split()) == 0
    names = {path.name for path in (here / "maps").glob("*.tif")}
    assert names == {"a_Scene_map.tif", "b_Scene_map.tif"}
    twice = "a/Scene.hdr ./a/Scene.hdr"
    assert run(f"predict {twice} --model model --out maps".split()) == 1
    assert "given twice" in capsys.readouterr().err


PLACES = {
    "no folder for the map": (f"{CLASSIFY} --out no/x.tif", "no folder no"),
    "no folder for the report": (
        f"{CLASSIFY} --out x.tif --report no/r.html", "no folder no",
    ),
    "a folder for the map": (f"{CLASSIFY} --out objects.tif", "is a folder"),
    "another kind of map": (f"{CLASSIFY} --out x.png", ".tif"),
    "another kind of report": (f"{CLASSIFY} --out x.tif --report r.pdf", ".json"),
    "a file for the model": (
        f"{CLASSIFY} --out x.tif --save-model aux.tif", "aux.tif is a file",
    ),
    "a file above the model": (
        f"{CLASSIFY} --out x.tif --save-model aux.tif/model", "aux.tif",
    ),
    "no folder for the runs": (f"{EVALUATE} --json no/x.json", "no folder no"),
    "a folder for the runs": (f"{EVALUATE} --json objects", "is a folder"),
    "no folder for the table": (f"{OBJECTS} --out no/x.csv", "no folder no"),
    "a pipe": (f"{EVALUATE} --overwrite --json pipe.json", "device or a pipe"),
    "too long a name": (f"{CLASSIFY} --out {'x' * 250}.tif", "too long"),
    "no pixel to compare with": (
        f"{CLASSIFY} --reference labels.tif --out x.tif", "no pixel left",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("command", "sentence"), PLACES.values(), ids=PLACES)
def test_wrong_places_are_told_before_training(here, capsys, command, sentence):
    (here / "objects.tif").mkdir()
    if "pipe.json" in command:
        make_pipe(here / "pipe.json")
    before = content(here)
    assert run(command.split()) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told
    assert content(here) == before
    assert not list(paths.user_data().glob("runs/*")), "work had started"


def test_a_full_disk_at_the_end_costs_no_result(here, capsys, monkeypatch):
    import hsiviewer.core.atomic as atomic

    real = atomic._sync

    def sync(path):
        if path.name.endswith(("x.tif", "r.json", "model.safetensors", "runs.json")):
            raise OSError(28, "No space left on device", str(path))
        real(path)

    monkeypatch.setattr(atomic, "_sync", sync)
    command = (
        f"{CLASSIFY} --reference reference.tif --out x.tif --confidence c.tif "
        "--report r.json --save-model again"
    )
    assert run(command.split()) == 1
    told = capsys.readouterr()
    assert "overall accuracy" in told.out
    assert "wrote c.tif" in told.out
    for name in ("x.tif", "r.json", "model.safetensors"):
        assert f"{name} could not be written: no space left" in told.err
    assert "Traceback" not in told.err
    assert (here / "c.tif").is_file()
    assert not (here / "again").exists()
    (folder,) = paths.user_data().glob("runs/*")
    assert str(folder / "model") in told.err
    assert run(["predict", "scene.tif", "--model", str(folder / "model"),
                "--out", "NEW.tif"]) == 0  # fmt: skip
    again, _ = read_labels(here / "NEW.tif", open_cube(here / "scene.tif"))
    assert again.total

    shutil.rmtree(folder)
    capsys.readouterr()
    assert run(f"{EVALUATE} --json runs.json".split()) == 1
    told = capsys.readouterr()
    assert "spectral-angle" in told.out
    assert "runs.json could not be written: no space left" in told.err
    assert not list(here.rglob(".partial*"))
