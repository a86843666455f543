"""What a session keeps by class id when classes get other ids."""

import asyncio
import shutil

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.labels import read_labels
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import scene_opening, training_runs
from hsiviewer.workflows.session.renumbered_maps import follow_labels, follow_names
from hsiviewer.workflows.tasks.records import LABELS_FILE
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.workflows.scenes import SCHEME
from tests.workflows.sessions import run, slowly, until

ANGLE = TrainingSettings(Recipe("spectral-angle", device="cpu"))


def test_the_reference_follows_and_is_remembered(files):
    truth = read_labels(files.reference, None)[0].values
    expected = np.array([0, 0, 2, 0, 0, 9, 0, 0, 0, 5])[truth]

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(files.reference)
        document = workspace.document
        document.set_classification(
            ClassificationResult(truth, np.ones(truth.shape, np.float32), SCHEME)
        )
        before = workspace.accuracy.overall_accuracy
        document.renumber_class(9, 5)
        np.testing.assert_array_equal(workspace.reference.values, expected)
        assert workspace.accuracy.overall_accuracy == before == 1
        document.undo()
        np.testing.assert_array_equal(workspace.reference.values, truth)
        document.redo()

    async def again(workspace):
        await workspace.open_scene(files.scene)
        assert workspace.session.assessment.file.endswith(":2=2,5=9,9=5")
        np.testing.assert_array_equal(workspace.reference.values, expected)

    run(story)
    run(again)


def test_a_map_of_an_earlier_run_gets_the_ids_of_now(tmp_path):
    then = np.array([[1, 1, 2, 3, 0]], np.uint16)
    np.save(tmp_path / LABELS_FILE, then)
    before = classes_of({1: "roof", 2: "lake", 3: "tree"})
    shown = map_of([1, 2, 3, 3, 3], before)
    moved = classes_of({1: "lake", 2: "roof", 7: "tree", 9: "new"})

    def ids(now, classes=moved):
        labels = np.array([now], np.uint16)
        return follow_labels(shown, tmp_path, labels, classes).class_map[0].tolist()

    assert ids([2, 2, 1, 7, 0]) == [2, 1, 7, 7, 7]
    assert ids([1, 1, 2, 3, 3], before) == [1, 2, 3, 3, 3], "nothing has moved"
    assert ids([2, 2, 2, 3, 0]) == [1, 2, 3, 3, 3], "two classes became one"
    assert ids([2, 3, 1, 3, 0]) == [1, 2, 3, 3, 3], "single labels were corrected"
    assert ids([2, 2, 1, 3, 0], before) == [1, 2, 3, 3, 3], "all labels were corrected"
    assert ids([0, 0, 0, 0, 0]) == [1, 2, 3, 3, 3]
    renamed = classes_of({9: "house", 2: "lake", 3: "tree"})
    assert ids([9, 9, 2, 3, 0], renamed) == [9, 2, 3, 3, 3]
    (tmp_path / LABELS_FILE).unlink()
    assert ids([2, 2, 1, 7, 0]) == [1, 2, 3, 3, 3]


def test_a_class_of_an_old_map_leaves_the_ids_of_todays_classes(tmp_path):
    np.save(tmp_path / LABELS_FILE, np.array([[1, 1, 0]], np.uint16))
    shown = map_of([1, 5, 5], classes_of({1: "roof", 5: "gone"}))
    classes = classes_of({1: "new", 5: "roof"})
    labels = np.array([[5, 5, 0]], np.uint16)
    followed = follow_labels(shown, tmp_path, labels, classes)
    assert followed.class_map[0].tolist() == [5, 2, 2]
    assert followed.scheme[2].name == "gone"


def test_a_map_of_a_saved_model_gets_the_ids_that_its_names_have_now():
    shown = map_of([1, 2, 3, 4], classes_of({1: "roof", 2: "lake", 3: "a", 4: "a"}))
    now = classes_of({1: "lake", 2: "tree", 20: "roof", 7: "a"})
    followed = follow_names(shown, now)
    assert followed.class_map[0].tolist() == [20, 1, 3, 4]
    assert followed.scheme[1].name == "lake"
    assert follow_names(shown, classes_of({1: "roof"})) is shown


def test_the_name_of_a_reference_that_is_away_follows(files, tmp_path):
    reference = tmp_path / "elsewhere.tif"
    shutil.copy(files.reference, reference)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(reference)

    async def away(workspace):
        await workspace.open_scene(files.scene)
        assert workspace.reference is None
        workspace.document.renumber_class(9, 5)
        await workspace.session.display.keep()

    async def back(workspace):
        await workspace.open_scene(files.scene)
        truth = read_labels(files.reference, None)[0].values
        expected = np.array([0, 0, 2, 0, 0, 9, 0, 0, 0, 5])[truth]
        np.testing.assert_array_equal(workspace.reference.values, expected)

    run(story)
    reference.rename(tmp_path / "hidden")
    run(away)
    (tmp_path / "hidden").rename(reference)
    run(back)


def test_the_map_stays_when_something_is_said_about_the_scene(files):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(files.reference)
        document = workspace.document
        shown = np.where(workspace.reference.values, workspace.reference.values, 2)
        document.set_classification(
            ClassificationResult(shown, np.ones(shown.shape, np.float32), SCHEME)
        )
        document.renumber_class(2, 20)
        before = workspace.accuracy
        await workspace.set_metadata(SceneMetadata(nodata=-5.0))
        assert workspace.document is not document
        now = workspace.document.classification
        np.testing.assert_array_equal(now.class_map, np.where(shown == 2, 20, shown))
        assert workspace.accuracy == before

    run(story)


@pytest.mark.parametrize("place", ["training", "opening"])
def test_ids_that_change_while_a_map_is_read_are_its_own(files, monkeypatch, place):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        ended = asyncio.Event()
        workspace.training.finished.connect(ended.set)
        where = training_runs if place == "training" else scene_opening
        begun, slow = slowly(monkeypatch, where, "follow_labels")
        job = workspace.start_training(ANGLE)
        if place == "opening":
            await ended.wait()
            opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        workspace.document.renumber_class(2, 20)
        slow.set()
        await (opening if place == "opening" else ended.wait())
        shown = workspace.document.classification
        assert {*np.unique(shown.class_map).tolist()} - {0} == {5, 9, 20}
        assert workspace.training.kept.is_shown(job)

    run(story)


def classes_of(names):
    return ClassScheme(
        tuple(
            LandCoverClass(class_id, names[class_id], f"#0000{class_id:02x}")
            for class_id in sorted(names)
        )
    )


def map_of(ids, scheme):
    return ClassificationResult(
        np.array([ids], np.uint16), np.ones((1, len(ids)), np.float32), scheme
    )
