"""The bar that shows on standard error how far a job is."""

from typing import Any

from hsiviewer.core.progress import ProgressUpdate
from hsiviewer.jobs.job import Job


class ProgressBar:
    """A bar while a ``with`` statement lasts.

    Parameters
    ----------
    always : bool
        Whether it is drawn even where nobody looks, as in a file.
    """

    def __init__(self, *, always: bool = False) -> None:
        self._is_hidden = False if always else None  # tqdm asks the terminal
        self._bar: Any = None

    def __enter__(self) -> "ProgressBar":
        from tqdm import tqdm

        self._bar = tqdm(
            total=100,
            bar_format="{l_bar}{bar}| {elapsed}<{remaining}",
            disable=self._is_hidden,
            leave=False,
        )
        return self

    def show(self, fraction: float, message: str) -> None:
        """Draw the fraction done, 0 to 1, and the stage."""
        self._bar.set_description(message)
        self._bar.update(100 * fraction - self._bar.n)

    def hide(self) -> None:
        """Clear the line of the bar until it is shown again."""
        self._bar.clear()

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()

    def __exit__(self, *exception: object) -> None:
        self.close()


class ShownProgress:
    """A `hsiviewer.core.progress.Progress` of work without a job, shown by a bar.

    Parameters
    ----------
    bar : ProgressBar
    """

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar

    def report(self, update: ProgressUpdate) -> None:
        """Draw the fraction done."""
        self._bar.show(update.fraction, update.stage)

    def checkpoint(self) -> None:
        """Go on: whoever wants it to end presses Ctrl+C."""


def stage_of(job: Job) -> str:
    """Return what a job does at the moment, or its state."""
    return job.stage or str(job.state)
