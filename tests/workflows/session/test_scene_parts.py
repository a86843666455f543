"""Parts of a session: kept places, rasters over the scene, runs in figures, files."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from hsiviewer.core.class_edits import Overlap, SameId
from hsiviewer.core.errors import ExportError, HsiViewerError
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.prediction.scores import CLASS_MAP_FILE
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import bookmarks
from hsiviewer.workflows.session.bookmarks import Bookmark, Bookmarks, read_bookmarks
from hsiviewer.workflows.session.map_differences import compare_runs
from hsiviewer.workflows.tasks.records import LABELS_FILE, LearningTask
from hsiviewer.workflows.tasks.run_folders import RunRecord
from tests.workflows.scenes import SCHEME, write_scene
from tests.workflows.sessions import run

HARBOUR = Bookmark("harbour", 3.0, 4.0, 2.5)


@pytest.fixture
def cube(files):
    cube = open_cube(files.scene)
    yield cube
    cube.close()


def test_places_are_kept_and_forgotten(cube):
    told = []
    places = Bookmarks(cube)
    places.changed.connect(lambda: told.append(len(places.places)))
    places.add(HARBOUR)
    places.add(Bookmark("tower", 1.0, 1.0, 1.0))
    places.add(Bookmark("harbour", 9.0, 9.0, 1.0))
    assert [place.name for place in read_bookmarks(cube)] == ["tower", "harbour"]
    assert read_bookmarks(cube)[1].row == 9.0
    places.remove("tower")
    assert [place.name for place in read_bookmarks(cube)] == ["harbour"]
    assert told == [1, 2, 2, 1]


def test_without_a_scene_no_place_is_kept():
    places = Bookmarks()
    places.add(HARBOUR)
    assert places.places == ()


def test_places_that_cannot_be_read_do_not_matter(cube):
    Bookmarks(cube).add(HARBOUR)
    bookmarks._file(cube).write_bytes(b"[{]")
    assert read_bookmarks(cube) == ()


def test_a_place_that_cannot_be_kept_is_told_of(cube):
    file = bookmarks._file(cube)
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.write_text("in the way")
    places = Bookmarks(cube)
    with pytest.raises(ExportError, match="the bookmark could not be written to"):
        places.add(HARBOUR)
    assert places.places == ()


def test_rasters_lie_over_the_scene_until_they_are_removed(files):
    async def story(workspace):
        layers = workspace.layers
        with pytest.raises(HsiViewerError, match="open a scene first"):
            await layers.add(files.surface)
        await workspace.open_scene(files.scene)
        layers = workspace.layers
        changes = []
        layers.changed.connect(lambda: changes.append(len(layers)))
        made = await layers.add(files.surface)
        layers.set_layer(made.id, opacity=7.0)
        layers.set_layer(made.id, visible=False)
        (shown,) = layers
        assert (shown.opacity, shown.visible) == (1.0, False)
        layers.remove(made.id)
        layers.set_layer(made.id, visible=True)
        layers.remove(made.id)
        assert len(layers) == 0
        assert changes == [1, 1, 1, 0]

    run(story)


def test_a_raster_that_lies_nowhere_near_is_refused(files, tmp_path):
    other = tmp_path / "plain.npy"
    np.save(other, np.zeros((5, 6), np.float32))

    async def story(workspace):
        await workspace.open_scene(files.scene)
        with pytest.raises(HsiViewerError):
            await workspace.layers.add(other)
        assert len(workspace.layers) == 0

    run(story)


def write_run(folder, class_map, labels, *, recipe=None, title="svm"):
    folder.mkdir()
    np.save(folder / CLASS_MAP_FILE, class_map.astype(np.uint16))
    np.save(folder / LABELS_FILE, labels.astype(np.uint16))
    task = LearningTask(
        scene="scene.hdr",
        run_folder=str(folder),
        classes=list(SCHEME),
        recipe=recipe or Recipe("svm"),
    )
    return RunRecord(
        kind="classify", title=title, task=task, state="done", seconds=8.0, begun_at=1e9
    )


def test_runs_are_told_apart_by_what_differs_and_by_their_maps(tmp_path):
    truth = np.array([[2, 2, 5, 5]])
    labels = np.array([[2, 0, 0, 0]])
    first = write_run(tmp_path / "a", truth, labels)
    recipe = replace(Recipe("svm", overrides={"folds": 3}), seed=4)
    wrong = np.array([[2, 2, 5, 2]])
    second = write_run(tmp_path / "b", wrong, labels, recipe=recipe, title="other")
    figures = compare_runs([first, second], truth.astype(np.uint16))
    assert [run.title for run in figures] == ["svm", "other"]
    assert [run.agreement for run in figures] == [1.0, 0.75]
    assert [run.labels for run in figures] == [1, 1]
    overall = [run.accuracy.overall_accuracy for run in figures]
    assert overall == [1.0, pytest.approx(2 / 3)], "the label itself is left out"
    assert "seed 4" in figures[1].changes
    assert "folds 3" in figures[1].changes
    assert "seed 0" in figures[0].changes
    assert compare_runs([first], None)[0].accuracy is None
    assert compare_runs([first], None)[0].changes == ""


def test_labels_and_classes_are_written_but_never_over_what_is_open(files, tmp_path):
    copy = tmp_path / "labels.tif"

    async def story(workspace):
        with pytest.raises(HsiViewerError, match="open a scene first"):
            await workspace.export_labels(copy)
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(files.reference)
        await workspace.export_labels(copy)
        await workspace.export_classes(tmp_path / "classes-out.toml")
        with pytest.raises(ExportError, match=r"reference\.tif"):
            await workspace.export_labels(files.reference)
        return workspace.document.labels.snapshot()

    labels = run(story)
    found, _ = read_labels(copy, None)
    np.testing.assert_array_equal(found.values, labels)
    written = (tmp_path / "classes-out.toml").read_text()
    assert all(f"id = {cover.id}" in written for cover in SCHEME)


def test_an_auxiliary_raster_needs_a_scene_and_is_added_once(files):
    async def story(workspace):
        with pytest.raises(HsiViewerError, match="open a scene before"):
            await workspace.add_auxiliary(files.surface)
        await workspace.open_scene(files.scene)
        await workspace.add_auxiliary(files.surface)
        await workspace.add_auxiliary(files.surface)
        assert len(workspace.document.auxiliary) == 1

    run(story)


def test_classes_of_a_file_keep_those_that_have_labels(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=12, cols=9, shots=1)
    shutil.copyfile(files.classes, other.classes)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("moor")
        await workspace.import_classes(other.classes)
        names = {cover.name for cover in workspace.document.classes}
        assert names == {"moor", *(cover.name for cover in SCHEME)}
        assert workspace.document.undo_text == "Import classes"

    run(story)


@pytest.mark.parametrize("answers", [True, False])
def test_conflicts_of_an_import_are_asked_about(files, answers):
    asked = []

    async def ask(conflicts):
        asked.append(conflicts.labels)
        return (Overlap("mine"), SameId("mine")) if answers else None

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels, ask=ask)
        assert asked == [], "there was nothing to disagree with"
        here = np.array([0])
        workspace.document.paint(here, here + 1, 5)
        before = workspace.document.labels.total
        await workspace.import_labels(files.reference, ask=ask)
        assert asked == [before]
        assert (workspace.document.labels.total > before) == answers
        assert workspace.document.labels.values[0, 1] == 5

    run(story)
