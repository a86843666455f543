"""Projects: bytes, pages, the write-ahead log, and rows that nobody wrote."""

import shutil
import tempfile
import zlib
from pathlib import Path
from random import Random

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.edits import apply_edit
from hsiviewer.io.labels import read_labels
from hsiviewer.io.project_files import automatic_path
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.registry import open_cube
from hsiviewer.io.scene_reference import SceneReference
from hsiviewer.workflows.session.projects import open_project
from hsiviewer.workflows.session.scene_projects import open_for_scene
from tests.attack import scenes
from tests.attack.families.envi import write_envi_scene
from tests.attack.families.geopackage import changed_by_sql, mutate_pages
from tests.attack.families.project_rows import changed_rows
from tests.attack.family import Answer, Family, Files, Mutant, Originals
from tests.attack.lure import VALUE, Lure
from tests.attack.mutation import mutate_bytes
from tests.attack.reading import label_answer
from tests.projects import Painter

_FILE, _WAL = "survey.hsiproj", "survey.hsiproj-wal"
_FOR_SCENE = ":scene"
_SHAPE = (scenes.ROWS, scenes.COLS)


def prepare(folder: Path) -> None:
    """Write projects of two scenes, and one whose last strokes are in its log."""
    for name, seed in (("one", 1), ("other", 2), ("logged", 1)):
        # Where it was made is gone, so that only the copy can be found.
        with tempfile.TemporaryDirectory() as made:
            _write(Path(made) / name, seed, is_logged=name == "logged")
            shutil.copytree(Path(made) / name, folder / name)


def _write(folder: Path, seed: int, *, is_logged: bool) -> None:
    write_envi_scene(folder, np.uint16, interleave="bsq")
    data = folder / "scene.img"
    data.write_bytes(data.read_bytes()[seed:] + b"A" * seed)
    cube = open_cube(folder / "scene.hdr")
    path = folder / _FILE
    store = ProjectStore.create(path, {"cube": [SceneReference.of(cube, path)]})
    journal, painter = ProjectJournal(store), Painter(_SHAPE, seed)
    # Classes 1 to 3 in one project, 11 to 13 in the other.
    first = 1 if seed == 1 else 11
    for line in range(40):
        if line % 13 == 0:
            journal.push(painter.add_class(first + line // 13))
        elif line in (10, 20) and not is_logged:
            # What is undone is no state on the way back from the end.
            painter.undo(journal)
        else:
            journal.push(painter.stroke(first + line % 3, pixels=9))
    journal.flush()
    if is_logged:
        for each in (_FILE, _WAL):
            shutil.copyfile(folder / each, folder / f"{each}.copy")
    journal.close()
    if is_logged:
        for each in (_FILE, _WAL):
            (folder / f"{each}.copy").replace(folder / each)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return _FILE


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage bytes, pages, rows or the log, or put the other's project there."""
    files = dict(originals[name])
    opened = chance.choice((_FILE, _FILE, _FILE + _FOR_SCENE))
    pipes: tuple[str, ...] = ()
    part = chance.random()
    if name == "logged" and part < 0.85:
        kind, files = _log(files, originals, chance)
        name = "other" if kind == "log foreign" else name
    elif part < 0.25:
        kind, files[_FILE] = mutate_bytes(files[_FILE], chance)
    elif part < 0.5:
        kind, files[_FILE] = mutate_pages(files[_FILE], chance)
    elif part < 0.9:
        kind, statements, beside = changed_rows(files[_FILE], chance, lure)
        files[_FILE] = changed_by_sql(files[_FILE], statements)
        files |= beside
    elif part < 0.97:
        kind, files = _swapped(originals, name, chance)
    else:
        kind, pipes = "pipe", (chance.choice((_FILE, "scene.img", "scene.hdr")),)
    return Mutant(kind, name, files, opened, pipes)


def _log(
    files: dict[str, bytes], originals: Originals, chance: Random
) -> tuple[str, dict[str, bytes]]:
    """Damage the log, or put one beside a project that is not its own."""
    how = chance.choice(("bytes", "bytes", "foreign log", "no log", "shared memory"))
    if how == "bytes":
        kind, files[_WAL] = mutate_bytes(files[_WAL], chance)
        return f"log {kind}", files
    if how == "foreign log":
        return "log foreign", dict(originals["other"]) | {_WAL: files[_WAL]}
    if how == "no log":
        files.pop(_WAL)
        return "log gone", files
    files["survey.hsiproj-shm"] = chance.randbytes(32768)
    return "log index", files


def _swapped(
    originals: Originals, name: str, chance: Random
) -> tuple[str, dict[str, bytes]]:
    """Put one scene's project beside the other scene."""
    other = "other" if name != "other" else "one"
    files = dict(originals[name]) | {_FILE: originals[other][_FILE]}
    files.pop(_WAL, None)
    kind = chance.choice(("project of the other scene", "backup of the other scene"))
    if kind.startswith("backup"):
        files[_FILE] = b"SQLite format 3\0" + bytes(500)
    return kind, files


def open_files(folder: Path, mutant: Mutant) -> Answer:
    """Open a project as the window does, with all that it names."""
    told: list[str] = []
    if mutant.opened.endswith(_FOR_SCENE):
        cube = open_cube(folder / "scene.hdr")
        _take_for_own(folder, cube)
        project, found = open_for_scene(cube, told.append)
        told += found
    else:
        cube, project = open_project(folder / _FILE, told.append)
    labels, classes = project.work.labels, project.work.classes
    answer = label_answer(labels, classes)
    foreign = 0
    for raster in project.auxiliary:
        foreign += int(np.count_nonzero(raster.source.read() == VALUE))
    if project.reference:
        found, scheme = read_labels(project.reference, cube)
        answer["reference"] = label_answer(found, scheme)["names"]
    cube.read([0])
    journal = project.journal
    answer["states"] = _undone(journal, labels, classes)
    journal.abandon()
    answer["foreign_values"] += foreign
    # Where a file cannot be used, the project is in memory, and the window says so.
    told.append(project.journal.store.why_in_memory)
    notices = [*project.notices, *filter(None, told), *cube.notices]
    return {**answer, "notices": notices}


def _take_for_own(folder: Path, cube: HsiCube) -> None:
    """Put the project where the scene's own, that nobody asked for, is kept."""
    path = automatic_path(SceneReference.of(cube, Path("scene")))
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in (_FILE, _WAL, f"{_FILE}-shm"):
        if (folder / name).is_file():
            shutil.copyfile(
                folder / name, path.with_name(name.replace(_FILE, path.name))
            )


def _undone(journal, labels, classes) -> list[int]:
    """Take everything back, and return what the labels were on the way."""
    states = []
    while journal.undo_text:
        classes = apply_edit(journal.pop_undo().inverse(), labels, classes)
        states.append(zlib.crc32(np.ascontiguousarray(labels.values).tobytes()))
    return states


def judge(control: Answer, answer: Answer, mutant: Mutant) -> list[str]:
    """Tell whether labels are lost, or another project's."""
    if mutant.pipes:  # there is no project
        return []
    same = answer["digest"] == control["digest"]
    # Classes have other ids in the other project.
    if mutant.kind == "project of the other scene" or _names_other_scene(mutant):
        is_own = set(answer["counts"]) <= set(control["counts"])
        return [] if is_own or answer["notices"] else ["mixed"]
    # Strokes whose log is damaged are gone; those before them must not be.
    is_before = mutant.kind.startswith("log") and (
        answer["digest"] in control["states"] or not answer["counts"]
    )
    fresh = set(answer["notices"]) - set(control["notices"])
    return [] if same or is_before or fresh else ["lost"]


def _names_other_scene(mutant: Mutant) -> bool:
    """Tell whether a project says that it belongs to another scene.

    The scene that is opened by itself has no labels then, and keeps new ones apart.
    """
    is_for_scene = mutant.opened.endswith(_FOR_SCENE)
    return is_for_scene and ("variable" in mutant.kind or "raster" in mutant.kind)


FAMILY = Family(
    "projects", ".hsiproj (bytes, pages, SQL, payloads, log)", 700, prepare, mutate,
    open_files, intact, judge, changes_files=(".hsiproj", "-wal", "-shm"),
)  # fmt: skip
