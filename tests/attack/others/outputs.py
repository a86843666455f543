"""Outputs of commands that are inputs, the user's own files, or each other."""

import shutil
from pathlib import Path

import numpy as np

from hsiviewer.core.progress import SilentProgress
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_cube
from tests.attack.family import (
    Answer,
    BadEndError,
    Family,
    Files,
    Mutant,
    Ordered,
    Originals,
)
from tests.attack.lure import Lure
from tests.attack.others.commands import run_command
from tests.workflows.scenes import write_scene

_CLASSIFY = "classify scene.tif --labels labels.tif --method spectral-angle"
_PREDICT = "predict scene.tif --model model"
_EVALUATE = (
    "evaluate scene.tif --reference reference.json --method spectral-angle --shots 2"
)
_OBJECTS = "objects objects --labels objects/table.csv --method svm"
_COMMANDS = (
    f"{_CLASSIFY} --out scene.tif", f"{_CLASSIFY} --out ./model/../scene.tif",
    f"{_CLASSIFY} --out new.tif --confidence scene.tif",
    f"{_CLASSIFY} --out labels.tif",
    f"{_CLASSIFY} --reference reference.tif --out reference.tif",
    f"{_CLASSIFY} --aux aux.tif --out aux.tif",
    _CLASSIFY.replace("labels.tif", "labels.json")
    + " --out new.tif --report labels.json",
    f"{_CLASSIFY} --out new.tif --confidence new.tif",
    f"{_CLASSIFY} --out linked.tif",
    f"{_CLASSIFY} --out new.tif --save-model scene.tif",
    f"{_PREDICT} --out scene.tif", f"{_PREDICT} --out new.tif --confidence scene.tif",
    f"{_EVALUATE} --json reference.json", f"{_EVALUATE} --json scene.tif",
    f"{_OBJECTS} --out objects/table.csv", f"{_OBJECTS} --out objects/1.npy",
    "predict a/scene.tif b/scene.tif --model model --out maps",
    f"{_CLASSIFY} --classes classes.toml --out new.tif --report classes.toml",
    f"{_EVALUATE} --json notes.txt", f"{_OBJECTS} --out notes.txt",
)  # fmt: skip
_MAPS = "predict a/scene.tif b/scene.tif --model model --out maps"


def prepare(folder: Path) -> None:
    """Write a scene with all that belongs to it, and a model."""
    place = folder / "scene"
    files = write_scene(place)
    cube = open_cube(files.scene)
    values = cube.source.read()
    write_geotiff(place / "scene.tif", values, georeference=cube.georeference)
    write_geotiff(place / "aux.tif", values[:1], georeference=cube.georeference)
    for name in ("labels", "reference"):
        labels, scheme = read_labels(str(getattr(files, name)), cube)
        write_labels(place / f"{name}.json", labels, scheme, cube.georeference)
    for name in ("a", "b"):
        (place / name).mkdir()
        shutil.copyfile(place / "scene.tif", place / name / "scene.tif")
    (place / "notes.txt").write_text("my own notes", encoding="utf-8")
    _write_objects(place / "objects")
    _write_model(place, files)
    for style in place.glob("*.qml"):
        style.unlink()


def _write_objects(folder: Path) -> None:
    from tests.learning.objects import make_object

    folder.mkdir()
    lines = ["file,label", "0.npy,ripe", "1.npy,raw", "2.npy,ripe", "3.npy,raw"]
    for number in range(4):
        np.save(folder / f"{number}.npy", make_object(number % 2, number))
    (folder / "table.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_model(place: Path, files) -> None:
    from hsiviewer.learning.data.requests import LearningRequest
    from hsiviewer.learning.recipe import Recipe
    from hsiviewer.learning.running.run import classify

    cube = open_cube(place / "scene.tif")
    labels, scheme = read_labels(str(files.labels), cube)
    request = LearningRequest(
        cube=cube, labels=labels.values, scheme=scheme,
        recipe=Recipe("spectral-angle", device="cpu"),
        save_model=place / "model",
    )  # fmt: skip
    classify(request, SilentProgress())


def intact(_name: str, _files: Files) -> str:
    """Return what is run."""
    return "info scene.tif"


def mutate(originals: Originals, name: str, chance: Ordered, _lure: Lure) -> Mutant:
    """Choose a command; the second time round it says that it may overwrite."""
    command = _COMMANDS[chance.number % len(_COMMANDS)]
    if chance.number // len(_COMMANDS) % 2 and "notes.txt" not in command:
        command += " --overwrite"
    links = {"linked.tif": "scene.tif"}
    return Mutant(command[-60:], name, originals[name], command, (), links)


def open_outputs(folder: Path, mutant: Mutant) -> Answer:
    """Run a command, which must refuse; of two scenes it may write two maps."""
    answer = run_command(mutant.opened.split(" "), folder)
    if mutant.kind == "none":
        return answer
    is_map = mutant.opened.startswith(_MAPS)
    if is_map and len(list((folder / "maps").glob("*.tif"))) == 2:
        return answer
    raise BadEndError("overwritten", "status 0")


FAMILY = Family(
    "outputs", "output = an input or the user's file", 2 * len(_COMMANDS), prepare,
    mutate,
    open_outputs, intact, is_mutation=False, seconds=90,
)  # fmt: skip
