"""What a child may open, connect to and start, seen from inside Python.

Libraries in C open files behind its back: `tests.attack.lure` watches for those.
"""

import os
import sys
from pathlib import Path
from typing import Any

import hsiviewer

_SYSTEM = ("/proc", "/sys", "/dev", "/usr", "/lib", "/lib64", "/etc/localtime",
           "/etc/mime.types", "/etc/os-release", "/etc/ssl")  # fmt: skip
_PROGRAMS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system")
_MOST = 5


class Audit:
    """Events of this process that no file may cause.

    Parameters
    ----------
    allowed : list of Path
        Folders in which files may be opened, besides Python's and the program's.
    """

    def __init__(self, allowed: list[Path]) -> None:
        own = (sys.prefix, sys.base_prefix, Path(hsiviewer.__file__).parents[1])
        self._allowed = tuple(
            os.path.realpath(each) for each in (*allowed, *own, *_SYSTEM)
        )
        self.events: list[tuple[str, str]] = []
        self._is_on = False

    def start(self) -> None:
        """Begin to watch; it cannot be undone."""
        self._is_on = True
        sys.addaudithook(self._see)

    def stop(self) -> None:
        """Close the eyes."""
        self._is_on = False

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_on or len(self.events) >= _MOST:
            return
        if event == "open":
            self._opened(arguments[0])
        elif event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
            self._connected(event, arguments)
        elif event in _PROGRAMS:
            self._started(event, arguments)

    def _opened(self, path: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        real = os.path.realpath(os.fsdecode(path))
        if not any(
            real == each or real.startswith(each + "/") for each in self._allowed
        ):
            self.events.append(("foreign", real))

    def _connected(self, event: str, arguments: tuple[Any, ...]) -> None:
        address = arguments[-1] if event != "socket.getaddrinfo" else arguments[0]
        # Sockets with a path are those of this process and its own children.
        if not isinstance(address, (str, bytes)) or event == "socket.getaddrinfo":
            self.events.append(("socket", str(address)))

    def _started(self, event: str, arguments: tuple[Any, ...]) -> None:
        program = arguments[0] if arguments else ""
        if not program and len(arguments) > 1:
            program = arguments[1]
        if isinstance(program, (list, tuple)):
            program = program[0] if program else ""
        if os.fsdecode(program or "") not in (sys.executable, ""):
            self.events.append(("code", f"{event} {program!r}"))
