"""Workers that hang, told from those that work."""

from time import monotonic

from hsiviewer.jobs.messages import FromWorker, TaskAlive, TaskProgress

SILENCE_S = 60.0  # without any message, heartbeats included
STANDSTILL_S = 900.0  # with heartbeats, but without a step


class SignsOfLife:
    """Tells a worker that works from one that hangs."""

    def __init__(self) -> None:
        self._heard_at = self._moved_at = monotonic()
        self._has_started = False
        self._checkpoints = -1
        self.has_worked = False  # past loading its code: there may be work to keep

    def heard(self, message: FromWorker) -> None:
        """Note a message."""
        self._heard_at = monotonic()
        self._has_started = True
        self.has_worked |= isinstance(message, TaskProgress)
        if not isinstance(message, TaskAlive):
            self._moved_at = self._heard_at
        elif message.checkpoints != self._checkpoints:
            self._checkpoints, self._moved_at = message.checkpoints, self._heard_at

    def trouble(self, *, is_paused: bool) -> str:
        """Return why the worker is given up, or an empty text."""
        if not self._has_started:
            return ""  # loading torch from a slow disk takes its time
        now = monotonic()
        if is_paused:
            self._moved_at = now
        if now - self._heard_at > SILENCE_S:
            return (
                f"The worker process has not answered for {SILENCE_S:.0f} s and was "
                "ended; labels and earlier results are safe. Start the job again, or "
                "continue it."
            )
        if now - self._moved_at > STANDSTILL_S:
            return (
                f"The job has made no step for {STANDSTILL_S / 60:.0f} minutes and was "
                "ended; labels and earlier results are safe. Continue it, on another "
                "device if the graphics card hangs."
            )
        return ""
