"""A project is shown over the scene that its labels were made on, and no other."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import (
    DifferentSceneError,
    OtherSceneError,
    ProjectError,
    SceneMissingError,
)
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.workflows.session.projects import suggested_path
from tests.builders import UTM33, make_cube
from tests.workflows.sessions import run

OLD = Path(__file__).parents[2] / "data" / "version_0_1"


def write_scene(path, *, level, shape=(20, 24)):
    values = np.full((4, *shape), level, np.int16)
    values += np.arange(shape[1], dtype=np.int16)
    axis = BandAxis(4, np.linspace(450.0, 900.0, 4))
    write_envi(path, values, bands=axis, georeference=UTM33)
    return path


@pytest.fixture
def first(tmp_path):
    return write_scene(tmp_path / "town_2023.hdr", level=100)


@pytest.fixture
def second(tmp_path):
    return write_scene(tmp_path / "town_2024.hdr", level=900)


def paint(workspace, class_id, *pixels):
    document = workspace.document
    while class_id not in document.classes:
        document.add_class()
    rows, cols = np.array(pixels).T
    document.paint(rows, cols, class_id)


def painted(workspace):
    rows, cols = np.nonzero(workspace.document.labels.values)
    return set(zip(rows.tolist(), cols.tolist(), strict=True))


def noticing(workspace, told):
    workspace.session_changed.connect(lambda _, new: told.extend(new.notices))


async def save_both(workspace, first, second, target):
    """Save two scenes under one name, as somebody in a hurry does."""
    await workspace.open_scene(first)
    paint(workspace, 1, (1, 1))
    await workspace.save_as(target)
    paint(workspace, 1, (2, 2))
    await workspace.open_scene(second)
    paint(workspace, 1, (9, 9))
    with pytest.raises(OtherSceneError, match=r"town_2023\.img: 2 labelled pixels"):
        await workspace.save_as(target)
    await workspace.save_as(target, replaces_other=True)
    paint(workspace, 1, (8, 8))


@pytest.mark.parametrize("sessions", [1, 2])
def test_scenes_saved_under_one_name_keep_their_own_labels(
    first, second, tmp_path, sessions
):
    target = tmp_path / "labels.hsiproj"
    told = []

    async def save(workspace):
        await save_both(workspace, first, second, target)

    async def look(workspace):
        noticing(workspace, told)
        await workspace.open_scene(first)
        assert painted(workspace) == {(1, 1), (2, 2)}
        assert workspace.projects.is_automatic
        paint(workspace, 1, (3, 3))
        await workspace.open_scene(second)
        assert workspace.projects.path == target
        assert painted(workspace) == {(9, 9), (8, 8)}

    async def both(workspace):
        await save(workspace)
        await look(workspace)

    for story in (both,) if sessions == 1 else (save, look):
        run(story)
    assert len(told) == 1
    assert "labels of another scene" in told[0]
    assert "labels.replaced-1.hsiproj" in told[0]

    async def again(workspace):
        noticing(workspace, told)
        await workspace.open_scene(first)
        assert painted(workspace) == {(1, 1), (2, 2), (3, 3)}
        workspace.document.undo()
        workspace.document.undo()
        assert painted(workspace) == {(1, 1)}
        await workspace.open_project(tmp_path / "labels.replaced-1.hsiproj")
        assert painted(workspace) == {(1, 1), (2, 2)}
        await workspace.open_project(target)
        assert painted(workspace) == {(9, 9), (8, 8)}

    run(again)
    assert len(told) == 1, "it is told once"


def test_a_scene_of_another_shape_does_not_get_the_labels_either(first, tmp_path):
    other = write_scene(tmp_path / "town_2024.hdr", level=900, shape=(30, 10))
    target = tmp_path / "labels.hsiproj"

    async def story(workspace):
        await save_both(workspace, first, other, target)
        await workspace.open_scene(first)
        assert painted(workspace) == {(1, 1), (2, 2)}
        await workspace.open_scene(other)
        assert painted(workspace) == {(9, 9), (8, 8)}

    run(story)


def test_a_project_that_version_0_1_gave_to_another_scene_is_not_shown(
    first, second, tmp_path
):
    target = tmp_path / "labels.hsiproj"

    async def save(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        await workspace.save_as(target)
        paint(workspace, 1, (2, 2))
        await workspace.open_scene(second)
        paint(workspace, 1, (9, 9))
        await workspace.save_as(tmp_path / "other.hsiproj")

    async def backed_up(workspace):
        await workspace.open_scene(first)

    async def look(workspace):
        await workspace.open_scene(first)
        assert workspace.projects.is_automatic
        assert painted(workspace) == {(1, 1), (2, 2)}
        paint(workspace, 1, (3, 3))

    run(save)
    run(backed_up)
    (tmp_path / "other.hsiproj").replace(target)  # as it did without a question
    run(look)
    with closing(ProjectStore(target)) as store:
        assert store.load()[0].counts == {1: 1}


def test_labels_are_used_on_a_changed_scene_only_when_that_is_wanted(first, tmp_path):
    target = tmp_path / "labels.hsiproj"

    async def save(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        await workspace.save_as(target)

    async def look(workspace):
        with pytest.raises(DifferentSceneError, match="made on another file") as caught:
            await workspace.open_project(target)
        assert workspace.document.cube is None
        assert "labelled until 20" in str(caught.value)
        assert caught.value.scene == str(first.with_suffix(".img"))
        await workspace.open_project(target, accepts_other=True)
        assert painted(workspace) == {(1, 1)}

    async def later(workspace):
        await workspace.open_project(target)
        assert painted(workspace) == {(1, 1)}

    run(save)
    write_scene(first, level=333)
    run(look)
    run(later)


def test_a_scene_that_is_named_has_to_be_the_one(first, second, tmp_path):
    target = tmp_path / "labels.hsiproj"
    moved = tmp_path / "elsewhere" / "renamed.hdr"
    small = write_scene(tmp_path / "small.hdr", level=5, shape=(3, 4))

    async def story(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        await workspace.save_as(target)
        await workspace.open_scene(second)
        with pytest.raises(DifferentSceneError):
            await workspace.open_project(target, scene=str(second))
        with pytest.raises(SceneMissingError, match="3 x 4"):
            await workspace.open_project(target, scene=str(small), accepts_other=True)
        moved.parent.mkdir()
        for end in (".hdr", ".img"):
            shutil.move(first.with_suffix(end), moved.with_suffix(end))
        await workspace.open_project(target, scene=str(moved))
        assert painted(workspace) == {(1, 1)}
        await workspace.open_scene(second)
        await workspace.open_project(target)
        assert painted(workspace) == {(1, 1)}
        await workspace.open_scene(moved)
        assert workspace.projects.path == target

    run(story)


def test_an_automatic_project_stays_with_its_scene(first, second):
    async def story(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        path = workspace.projects.path
        await workspace.open_scene(second)
        with pytest.raises(ProjectError, match="stays with the scene"):
            await workspace.open_project(path, scene=str(second), accepts_other=True)

    run(story)


def test_earlier_labels_of_a_file_are_found_and_can_be_taken(first):
    async def label(workspace):
        await workspace.open_scene(first)
        assert await workspace.projects.earlier_labels() is None
        paint(workspace, 2, (1, 1), (4, 5))

    async def look(workspace):
        await workspace.open_scene(first)
        assert painted(workspace) == set()
        earlier = await workspace.projects.earlier_labels()
        await workspace.projects.take_labels(earlier)
        assert painted(workspace) == {(1, 1), (4, 5)}
        assert await workspace.projects.earlier_labels() is None
        workspace.document.undo()
        assert painted(workspace) == set()

    run(label)
    write_scene(first, level=333)
    run(look)


def test_work_that_was_done_while_a_saved_project_was_away_is_kept(first, tmp_path):
    target, away = tmp_path / "stick" / "labels.hsiproj", tmp_path / "away"
    target.parent.mkdir()
    told = []

    async def save(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        await workspace.save_as(target)
        paint(workspace, 1, (2, 2))

    async def without(workspace):
        noticing(workspace, told)
        await workspace.open_scene(first)
        assert painted(workspace) == {(1, 1)}
        paint(workspace, 1, (3, 3))

    async def back(workspace):
        noticing(workspace, told)
        await workspace.open_scene(first)
        assert painted(workspace) == {(1, 1), (3, 3)}
        await workspace.open_project(target)
        assert painted(workspace) == {(1, 1), (2, 2)}

    run(save)
    target.parent.rename(away)
    run(without)
    away.rename(target.parent)
    run(back)
    assert "is missing" in told[0]
    assert "labelled further" in told[1]


@pytest.mark.parametrize("is_edited", [False, True])
def test_an_earlier_state_is_replaced_without_a_copy(first, tmp_path, is_edited):
    target = tmp_path / "labels.hsiproj"

    async def story(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        await workspace.save_as(target)
        if is_edited:
            paint(workspace, 1, (2, 2))
        await workspace.save_as(tmp_path / "next.hsiproj")
        workspace.document.undo()
        await workspace.save_as(target)

    run(story)
    kept = [path.name for path in tmp_path.glob("*.replaced-*")]
    assert kept == []


def test_other_labels_of_the_same_scene_are_kept_when_they_are_replaced(
    first, tmp_path, monkeypatch
):
    target = tmp_path / "labels.hsiproj"

    async def colleague(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (7, 7))
        await workspace.save_as(target)

    async def story(workspace):
        await workspace.open_scene(first)
        paint(workspace, 1, (1, 1))
        await workspace.save_as(target)
        await workspace.open_project(tmp_path / "labels.replaced-1.hsiproj")
        assert painted(workspace) == {(7, 7)}
        await workspace.open_project(target)
        assert painted(workspace) == {(1, 1)}

    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("HSIVIEWER_HOME", str(tmp_path / "home of a colleague"))
        run(colleague)
    run(story)


@pytest.mark.parametrize("name", ["map.tif", "labels"])
def test_a_project_is_saved_under_a_projects_name_only(first, tmp_path, name):
    async def story(workspace):
        await workspace.open_scene(first)
        with pytest.raises(ProjectError, match="ends in"):
            await workspace.save_as(tmp_path / name)
        with pytest.raises(ProjectError, match="choose another folder"):
            await workspace.save_as(workspace.projects.path.with_name("a.hsiproj"))

    (tmp_path / name).write_text("somebody's")
    run(story)
    assert (tmp_path / name).read_text() == "somebody's"


def test_files_of_one_stem_have_names_of_their_own(tmp_path):
    from dataclasses import replace

    cube = make_cube()
    paths = [
        suggested_path(replace(cube, path=tmp_path / name, variable=variable))
        for name, variable in (
            ("sal.npy", ""),
            ("sal.mat", "x"),
            ("sal.mat", "y"),
            ("sal.img", ""),
            ("sal", ""),
        )
    ]
    assert len(set(paths)) == 5
    paths[0].touch()
    assert suggested_path(replace(cube, path=tmp_path / "sal.npy")) != paths[0]


def test_a_project_of_version_0_1_opens_unchanged(tmp_path):
    folder = tmp_path / "old"
    shutil.copytree(OLD, folder)

    async def story(workspace):
        told = []
        noticing(workspace, told)
        await workspace.open_project(folder / "labels.hsiproj")
        document = workspace.document
        assert painted(workspace) == {
            *[(0, 0), (0, 1), (1, 1)],
            *[(2, 2), (3, 2), (4, 3), (5, 6)],
        }
        assert document.labels.counts == {1: 3, 2: 4}
        assert document.classes[2].description == "Grünes Gras, 35 % Nähe"
        document.undo()
        document.undo()
        assert document.labels.counts == {1: 3}
        assert document.undo_text == "Edit class"
        document.redo()
        document.redo()
        assert told == []

    before = tables(folder / "labels.hsiproj")
    run(story)
    with closing(ProjectStore(folder / "labels.hsiproj")) as store:
        assert store.load()[0].counts == {1: 3, 2: 4}
    after = tables(folder / "labels.hsiproj")
    assert after[: len(before)] == before


def tables(path):
    """Return the schema and all lines of a project's journal."""
    with closing(sqlite3.connect(path)) as connection:
        schema = connection.execute("SELECT sql FROM sqlite_schema").fetchall()
        version = connection.execute("PRAGMA user_version").fetchall()
        lines = connection.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    return [*schema, *version, *lines]
