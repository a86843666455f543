"""Labels are held out by a job of the scene, and figures are there when it ends."""

import pytest

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.in_process import run_jobs_here
from tests.workflows.sessions import run, until

SETTINGS = TrainingSettings(Recipe("spectral-angle", device="cpu"))


def test_figures_are_there_when_the_job_has_ended(files, monkeypatch):
    run_jobs_here(monkeypatch)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        held_out = workspace.session.held_out
        with pytest.raises(HsiViewerError):
            held_out.start(SETTINGS)
        await workspace.import_labels(files.labels)
        job = held_out.start(SETTINGS, folds=3)
        assert workspace.training.knows(job)
        await until(lambda: held_out.record is not None)
        assert held_out.record["overall_accuracy"] > 0.8
        assert held_out.title.startswith("Spectral angle")

    run(story)
