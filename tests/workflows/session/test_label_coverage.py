"""The session says before a training that labels lie close together."""

import numpy as np

from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import label_watch
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.workflows.sessions import run, until

SETTINGS = TrainingSettings(Recipe("svm"))


def test_clustered_labels_are_told_until_others_are_added(files, monkeypatch):
    monkeypatch.setattr(label_watch, "DELAY_S", 0.0)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        document, coverage = workspace.document, workspace.session.coverage
        for name in ("water", "roof"):
            document.add_class(name)
        document.paint(np.repeat([1, 2], 4), np.tile(np.arange(1, 5), 2), 1)
        document.paint(np.repeat([3, 4], 4), np.tile(np.arange(1, 5), 2), 2)
        await until(lambda: coverage.sentence)
        told = [text for text in workspace.advice(SETTINGS) if "close together" in text]
        assert len(told) == 1
        assert "lower right" in told[0]
        rows, cols = np.mgrid[6:24:4, 8:30:4].reshape(2, -1)
        document.paint(rows, cols, 1)
        await until(lambda: not coverage.sentence)
        assert "close together" not in " ".join(workspace.advice(SETTINGS))

    run(story)
