"""The streams of the command line: closed, full, or of a narrow encoding."""

import contextlib
import os
import sys
from collections.abc import Callable

from hsiviewer.core.errors import FileAccessError

_LONGEST = 4000  # characters of a message: a name can have a hundred thousand


def prepare() -> None:
    """Make the streams safe to write any text to.

    A stream that the caller has closed leads nowhere then, so that no file that is
    opened later gets its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        # Names of files need not be of the stream's encoding, nor of any.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def write(text: str) -> None:
    """Write what was asked for to standard output.

    Raises
    ------
    BrokenPipeError
        If nobody reads it any more.
    FileAccessError
        If it cannot be written.
    """
    if sys.stdout is None:
        raise FileAccessError("the standard output is closed; send it to a file")
    _written(lambda: sys.stdout.write(text + "\n"))
    flush()


def flush() -> None:
    """Write what standard output still holds; errors as `write`."""
    if sys.stdout is not None:
        _written(sys.stdout.flush)


def _written(work: Callable[[], object]) -> None:
    try:
        work()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileAccessError(
            f"the standard output cannot be written: {error.strerror}; send it "
            "elsewhere"
        ) from error


def complain(text: str) -> None:
    """Write a sentence to standard error, as far as that can be written."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"hsiviewer: {shortened(text)}\n")
        sys.stderr.flush()


def abandon() -> None:
    """Send what cannot be written nowhere, so that Python's own end is quiet."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def shortened(text: str) -> str:
    """Return a message without the middle of what nobody reads to its end."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]} ... {text[-half:]}"


def tell(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")
