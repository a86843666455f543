"""How much memory a job has taken, measured while it ran."""

import contextlib
import ctypes
import gc
import sys
import threading
from types import TracebackType
from typing import Self

import psutil
import torch

_INTERVAL_S = 0.05


class PeakMemory:
    """Watches the memory of this process, and of its graphics card, inside a block.

    Looks twenty times a second: shorter peaks are missed.
    """

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._start = self._peak = 0

    @property
    def megabytes(self) -> float:
        """The most that was held at once above what was held at the beginning."""
        return round((self._peak - self._start) / 1e6, 1)

    @property
    def card_megabytes(self) -> float:
        """The most that tensors have taken on the graphics card; 0 without one."""
        if not torch.cuda.is_available():
            return 0.0
        return round(torch.cuda.max_memory_allocated() / 1e6, 1)

    def __enter__(self) -> Self:
        # What an earlier run has freed counts neither for nor against this one.
        gc.collect()
        _give_back()
        self._start = self._peak = self._process.memory_info().rss
        if torch.cuda.is_available():
            torch.cuda.reset_peak_memory_stats()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._ended.wait(_INTERVAL_S):
            self._look()

    def _look(self) -> None:
        self._peak = max(self._peak, self._process.memory_info().rss)


def _give_back() -> None:
    """Let the C library return freed memory to the system, where it can."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)
