"""What becomes of running jobs when the window is closed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hsiviewer.jobs.job import Job
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.questions import ask_button


async def may_stop(parent: QWidget, jobs: Sequence[Job]) -> bool:
    """Ask before running jobs are stopped; tell what is left of them.

    Parameters
    ----------
    jobs : sequence of Job
        Those that run or wait; nothing is asked without one.
    """
    if not jobs:
        return True
    if len(jobs) == 1:
        text = tr("“{0}” has not ended.").format(jobs[0].title)
    else:
        text = tr("{0} jobs have not ended.").format(len(jobs))
    quit_now = tr("Stop and quit")
    answer = await ask_button(
        parent,
        text,
        details=tr(
            "Labels and texts are saved. A training is kept as far as its last "
            "checkpoint: open the scene again and choose Continue in Jobs. What has "
            "no checkpoint yet begins anew."
        ),
        buttons=(quit_now,),
        title=tr("Quit"),
    )
    return answer == quit_now
