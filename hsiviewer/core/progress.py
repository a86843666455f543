"""How long work reports what it does and is asked to stop."""

from dataclasses import dataclass, replace
from typing import Protocol


class CancelledError(Exception):
    """Raised by `Progress.checkpoint` after the owner has cancelled the work.

    Not an `HsiViewerError`: nothing is wrong, and no sentence is shown.
    """


@dataclass(frozen=True, kw_only=True)
class ProgressUpdate:
    """One report of long work.

    Parameters
    ----------
    fraction : float
        Share of the whole job that is done, 0..1.
    stage : str
        What is being done, such as ``"pre-training"``.
    message : str
        One more detail for the user, or nothing.
    step : int, optional
        Optimiser step that `loss` belongs to.
    loss : float, optional
        Training loss at `step`.
    accuracy : float, optional
        Share of the training labels that are predicted right, 0..1.
    """

    fraction: float
    stage: str = ""
    message: str = ""
    step: int | None = None
    loss: float | None = None
    accuracy: float | None = None


class Progress(Protocol):
    """What long work is given to report through and to be stopped by."""

    def report(self, update: ProgressUpdate) -> None:
        """Tell how far the work is; cheap, may be called at every step."""

    def checkpoint(self) -> None:
        """Raise `CancelledError` if the owner wants the work to stop."""


class SilentProgress:
    """A `Progress` that tells nobody and never cancels."""

    def report(self, update: ProgressUpdate) -> None:
        """Discard the update."""

    def checkpoint(self) -> None:
        """Go on."""


class PartialProgress:
    """The part ``start..stop`` of another progress, for one stage of a job.

    Parameters
    ----------
    parent : Progress
        Receives the rescaled reports.
    start, stop : float
        Where this part begins and ends in the parent's fraction, 0..1.
    stage : str
        Stage name given to reports that have none.
    first_step : int
        Added to the steps of reports, so that parts make one curve.
    """

    def __init__(
        self,
        parent: Progress,
        *,
        start: float,
        stop: float,
        stage: str = "",
        first_step: int = 0,
    ) -> None:
        self._parent = parent
        self._start = start
        self._stop = stop
        self._stage = stage
        self._first_step = first_step

    def report(self, update: ProgressUpdate) -> None:
        """Pass the update on, rescaled to this part."""
        fraction = self._start + (self._stop - self._start) * update.fraction
        step = None if update.step is None else self._first_step + update.step
        stage = update.stage or self._stage
        self._parent.report(replace(update, fraction=fraction, stage=stage, step=step))

    def checkpoint(self) -> None:
        """Raise `CancelledError` if the parent was cancelled."""
        self._parent.checkpoint()
