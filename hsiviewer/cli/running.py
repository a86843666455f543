"""What a command of the command line is, and how it runs."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hsiviewer.cli import streams
from hsiviewer.core.progress import ProgressUpdate

if TYPE_CHECKING:
    from hsiviewer.jobs.job import Job


@dataclass(frozen=True)
class Command:
    """A command.

    Parameters
    ----------
    name : str
        Typed after ``hsiviewer``.
    summary : str
        What it does, for ``--help``.
    run : callable
        Does it.
    add_arguments : callable, optional
        Adds what it takes to its parser.
    """

    name: str
    summary: str
    run: Callable[[argparse.Namespace], None]
    add_arguments: Callable[[argparse.ArgumentParser], None] | None = None


class ProgressBar:
    """A bar on standard error, only where somebody looks at it."""

    def __enter__(self) -> "ProgressBar":
        from hsiviewer.workflows.commands import progress_bar

        self._stage_of = progress_bar.stage_of
        self._bar = progress_bar.ProgressBar().__enter__()
        return self

    def show(self, job: "Job") -> None:
        """Draw the state of a job."""
        self._bar.show(job.fraction, self._stage_of(job))

    def report(self, update: ProgressUpdate) -> None:
        """Draw how far work in this process is; the bar is its `Progress`."""
        self._bar.show(update.fraction, update.stage)

    def checkpoint(self) -> None:
        """Go on: Ctrl+C raises by itself."""

    def draw(self, fraction: float, stage: str) -> None:
        """Draw how far work is that is no job."""
        self._bar.show(fraction, stage)

    def say(self, text: str) -> None:
        """Take the bar away and print a text."""
        self._bar.close()
        streams.write(text)

    def warn(self, text: str) -> None:
        """Print a sentence on standard error, above the bar."""
        self._bar.hide()
        streams.complain(text)

    def __exit__(self, *exception: object) -> None:
        self._bar.close()


def complete(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end."""
    return asyncio.run(work)
