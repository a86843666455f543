"""Worker processes that start from a warm one, which has imported what they need.

Torch, scikit-learn and the rest take seconds to import, and hundreds of tests start a
worker. The program itself spawns its workers; `tests/jobs` starts them in its way.
"""

import multiprocessing
import os
import sys

from hsiviewer.jobs import interactive, supervisor
from hsiviewer.jobs.process import serve

_PRELOADED = (
    "tests.warm_workers",
    "transformers.models.auto.modeling_auto",
    "transformers.models.bert.modeling_bert",
    "sklearn.svm",
    "sklearn.ensemble",
    "hsiviewer.workflows.tasks.worker",
    "hsiviewer.learning.running.run",
    "hsiviewer.learning.live.scene",
    "hsiviewer.learning.methods.diffclip.method",
    "hsiviewer.learning.methods.curated_prompts.method",
)


def _serve(environment, connection, entry):
    os.environ.clear()
    os.environ.update(environment)
    serve(connection, entry)


class _WarmContext:
    """Makes processes as the program does, but forks them from a warm one."""

    def __init__(self):
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(_PRELOADED))
        self.Pipe = self._context.Pipe

    def Process(self, *, target, args, **options):  # noqa: N802 - as of the context
        assert target is serve
        environment = dict(os.environ)
        return self._context.Process(
            target=_serve, args=(environment, *args), **options
        )


def start_warm(monkeypatch):
    """Let workers start from a warm process, where that is possible."""
    if sys.platform == "linux":
        context = _WarmContext()
        monkeypatch.setattr(interactive, "SPAWNING", context)
        monkeypatch.setattr(supervisor, "SPAWNING", context)
