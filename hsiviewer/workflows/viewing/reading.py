"""Values of scenes for the window: a file that cannot be read is told of once."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from psygnal import Signal

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    CubeFormatError,
    FileAccessError,
    HsiViewerError,
    SourceClosedError,
    UnreadableValuesError,
)
from hsiviewer.workflows.tasks.threads import in_io_thread

_P = ParamSpec("_P")
_T = TypeVar("_T")

_log = logging.getLogger(__name__)
_RETRY_S, _LONGEST_PAUSE_S = 2.0, 30.0


class ValueReading:
    """Reads for panels that follow the mouse, the view, or each other.

    When a file is cut or a stick is pulled, all of them fail, with every movement.
    The first failure is told; then the read that failed is tried again until it
    works, and that is told, too.

    Attributes
    ----------
    failed : str
        Values of a file cannot be read; the sentence says why.
    restored
        They can be read again: what was missed may be asked for.
    """

    failed = Signal(str)
    restored = Signal()

    def __init__(self) -> None:
        self._retries: dict[int, asyncio.Task[None]] = {}

    @property
    def has_trouble(self) -> bool:
        """Whether a file cannot be read at the moment."""
        return bool(self._retries)

    async def read(
        self,
        cube: HsiCube,
        function: Callable[_P, _T],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> _T:
        """Call a function that reads a cube's file in an I/O thread.

        Raises
        ------
        UnreadableValuesError
            If the file cannot be read; users have been told.
        HsiViewerError
            If something else is wrong, or the cube was closed meanwhile.
        """
        call = partial(function, *args, **kwargs)
        try:
            return await in_io_thread(call)
        except SourceClosedError:
            raise
        except (FileAccessError, CubeFormatError) as error:
            self._note(cube, call, error)
            raise UnreadableValuesError(str(error)) from error

    def close(self) -> None:
        """Stop trying, and tell nobody any longer: the window is closed."""
        self.failed.disconnect()
        self.restored.disconnect()
        for task in self._retries.values():
            task.cancel()
        self._retries = {}

    def _note(
        self, cube: HsiCube, call: Callable[[], object], error: HsiViewerError
    ) -> None:
        key = id(cube.source)
        if key not in self._retries:
            task = asyncio.get_running_loop().create_task(self._retry(key, call))
            self._retries[key] = task
            self.failed.emit(str(error))

    async def _retry(self, key: int, call: Callable[[], object]) -> None:
        """Repeat a read until it works, or its file is closed."""
        is_readable = is_closed = False
        pause = _RETRY_S
        while not (is_readable or is_closed):
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
            try:
                await in_io_thread(call)
                is_readable = True
            except SourceClosedError:
                is_closed = True
            except (CubeFormatError, FileAccessError) as error:
                _log.debug("still not readable: %s", error)
        self._retries.pop(key, None)
        if is_readable:
            self.restored.emit()


values = ValueReading()
