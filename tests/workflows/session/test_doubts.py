"""Labels that look unlike their class, of the scene that is open only."""

import asyncio

import numpy as np

from hsiviewer.workflows.session import doubts, label_watch
from tests.language.scenes import write_word_scene
from tests.workflows.sessions import run, slowly, until


def test_a_scene_that_was_left_is_not_looked_at_again(files, monkeypatch):
    monkeypatch.setattr(label_watch, "DELAY_S", 0.0)
    begun, slow = slowly(monkeypatch, doubts, "doubtful_labels")

    async def story(workspace):
        await workspace.open_scene(files.scene)
        left = workspace.doubts._watch
        await until(begun.is_set)
        looking = left._task
        workspace.document.add_class("roof")
        left.look_soon()
        await until(lambda: left._looks_again)
        await workspace.open_scene(files.scene)
        slow.set()
        await asyncio.wait([looking])
        assert left._timer is None
        left.look_soon()
        assert left._timer is None

    run(story)


def test_a_label_that_contradicts_its_words_is_doubtful_with_the_reason(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(label_watch, "DELAY_S", 0.0)
    files = write_word_scene(tmp_path)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        document, found = workspace.document, workspace.doubts
        for name in ("water", "grass"):
            document.add_class(name)
        water, grass = document.classes.ids
        document.paint(np.array([2, 2, 5, 5]), np.array([1, 4, 1, 4]), water)
        document.paint(np.array([2, 2, 5, 5]), np.array([9, 12, 9, 12]), grass)
        document.paint(np.array([8]), np.array([10]), water)
        await until(lambda: bool(found.reason((8, 10))))
        assert (8, 10) in found.pixels_of(water)
        assert "expected" in found.reason((8, 10))
        assert found.wrong_text(grass) == ""
        document.paint(np.array([8]), np.array([10]), grass)
        await until(lambda: not found.reason((8, 10)))

    run(story)
