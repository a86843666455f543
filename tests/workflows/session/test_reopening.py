"""A scene is opened again while it is open, or its project is saved meanwhile."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core.errors import SceneChangedError
from hsiviewer.io import scene_reference
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import keeper as project_keeper
from hsiviewer.workflows.session import scene_opening
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run, slowly, until

SVM = TrainingSettings(Recipe("svm", device="cpu"))


def test_a_project_that_is_saved_while_another_scene_opens_does_not_take_its_edits(
    files, tmp_path, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)
    begun, slow = slowly(monkeypatch, project_keeper, "reopened")
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("roof")
        saving = asyncio.create_task(workspace.save_as(target))
        await until(begun.is_set)
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        slow.set()
        await asyncio.gather(saving, opening)
        assert workspace.document.cube.grid_shape == (20, 24)
        assert workspace.projects.path != target
        workspace.document.add_class("meadow")
        await workspace.open_project(target)
        assert [each.name for each in workspace.document.classes] == ["roof"]

    run(story)


def test_a_project_is_saved_at_once_while_another_scene_is_on_its_way(
    files, tmp_path, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)
    begun, slow = slowly(monkeypatch, scene_opening, "read_bookmarks")
    slow.set()
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        await until(begun.is_set)
        await workspace.save_as(target)
        assert workspace.projects.path == target
        slow.set()
        await opening
        assert workspace.projects.path != target
        await workspace.open_project(target)

    run(story)


def test_a_project_is_saved_for_the_scene_that_was_shown_only(
    files, tmp_path, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)
    begun, slow = slowly(monkeypatch, project_keeper, "reopened")
    names = ("first", "second")

    async def story(workspace):
        await workspace.open_scene(files.scene)
        targets = [tmp_path / f"{name}.hsiproj" for name in names]
        first = asyncio.create_task(workspace.save_as(targets[0]))
        await until(begun.is_set)
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        await until(lambda: workspace._saving._waiters)
        second = asyncio.create_task(workspace.save_as(targets[1]))
        await until(lambda: len(workspace._saving._waiters) == 2)
        slow.set()
        with pytest.raises(SceneChangedError, match="not saved because another scene"):
            await second
        await asyncio.gather(first, opening)
        assert [target.exists() for target in targets] == [True, False]

    run(story)


def test_edits_after_a_save_while_the_same_scene_opens_again_are_written(
    files, tmp_path, monkeypatch
):
    begun, slow = slowly(monkeypatch, scene_opening, "read_bookmarks")
    slow.set()
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("roof")
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        await workspace.save_as(target)
        slow.set()
        await opening
        assert workspace.projects.path == target
        workspace.document.add_class("meadow")

    async def look(workspace):
        await workspace.open_project(target)
        assert [each.name for each in workspace.document.classes] == ["roof", "meadow"]

    run(story)
    run(look)


def test_a_failing_second_opening_leaves_the_open_scene_and_its_rasters(
    files, monkeypatch
):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.add_auxiliary(files.surface)

        def fail(cube):
            raise RuntimeError("disk gone")

        monkeypatch.setattr(scene_opening, "read_bookmarks", fail)
        with pytest.raises(RuntimeError, match="disk gone"):
            await workspace.open_scene(files.scene)
        (surface,) = workspace.document.auxiliary
        assert np.isfinite(surface.read()).any()
        workspace.document.add_class("roof")
        assert workspace.projects.project.journal.flush()

    run(story)


def test_an_opening_reads_samples_of_its_file_once(files, monkeypatch):
    compute, read = scene_reference.content_digest, []

    def digest(path):
        read.append(path)
        return compute(path)

    monkeypatch.setattr(scene_reference, "content_digest", digest)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        assert [path.name for path in read] == ["scene.img"]

    run(story)


def test_a_scene_that_is_opened_again_keeps_its_reference(files, tmp_path):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.load_reference(files.reference)
        for target in (None, tmp_path / "mine.hsiproj"):
            if target is not None:
                await workspace.save_as(target)
            await workspace.open_scene(files.scene)
            assert workspace.reference is not None
            assert workspace.session.assessment.file == str(files.reference)
        await workspace.add_auxiliary(files.surface)

    async def look(workspace):
        await workspace.open_scene(files.scene)
        assert workspace.reference is not None
        assert len(workspace.document.auxiliary) == 1

    run(story)
    run(look)


def test_the_accuracy_of_a_scene_that_is_opened_again_leaves_out_its_labels_of_now(
    files, tmp_path, monkeypatch
):
    begun, slow = slowly(monkeypatch, scene_opening, "read_bookmarks")
    slow.set()

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(files.reference)
        await workspace.jobs.result(workspace.start_training(SVM))
        await until(lambda: workspace.accuracy is not None)
        await workspace.save_as(tmp_path / "mine.hsiproj")
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        rows, cols = np.nonzero(workspace.document.labels.values == 0)
        workspace.document.paint(rows[:50], cols[:50], 2)
        slow.set()
        await opening
        total = workspace.document.labels.total
        assert workspace.accuracy.n == 24 * 30 - total

    run(story)
