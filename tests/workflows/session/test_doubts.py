"""Labels that look unlike their class, of the scene that is open only."""

import asyncio

from hsiviewer.workflows.session import doubts, label_watch
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
