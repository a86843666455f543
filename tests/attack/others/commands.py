"""Commands of the command line, run as a user does, and how they end."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hsiviewer.core.errors import HsiViewerError
from tests.attack.family import Answer, BadEndError

_SECONDS = 80
_UNEXPECTED = ("Traceback (most recent", "failed unexpectedly", "Exception ignored")


class SaidNoError(HsiViewerError):
    """A command that refused with a sentence."""


def run_command(
    arguments: list[str | bytes], folder: Path, *, variables: dict[str,
    str] | None = None,
    **options: Any,
) -> Answer:  # fmt: skip
    """Run a command in a process of its own, and judge its end.

    Raises
    ------
    SaidNoError
        If it refused as it should.
    BadEndError
        If it ended with a stack trace, or was killed.
    """
    command = [sys.executable, "-m", "hsiviewer", *arguments]
    root = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PYTHONPATH": root, **(variables or {})}
    given = {"stdout": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stderr=subprocess.PIPE, check=False,
            timeout=_SECONDS, **given,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BadEndError("hang", f"no end in {_SECONDS} s") from error
    said = done.stderr.decode(errors="replace")
    output = (done.stdout or b"").decode(errors="replace")
    found = [each for each in _UNEXPECTED if each in said + output]
    if found or done.returncode not in (0, 1, 2, 130):
        last = said.strip().splitlines()[-1:] or [""]
        raise BadEndError("traceback", f"status {done.returncode}: {last[0][:200]}")
    if done.returncode:
        raise SaidNoError(said.strip()[-400:])
    return {"said": said[-400:], "output": output[-400:]}
