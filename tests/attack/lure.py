"""Things that no file may make the program read, and an eye on each of them."""

import ctypes
import os
import select
import socket
import struct
from pathlib import Path

TOKEN = "xq7canaryv3"
VALUE = 51966  # in every foreign raster
_MARK = "EXECUTED"
_EVENTS = 0x1 | 0x2 | 0x20  # IN_ACCESS, IN_MODIFY, IN_OPEN


class Lure:
    """A folder of foreign files and a server on this machine.

    Parameters
    ----------
    folder : Path
        Where the files are written; outside the folders of all mutants.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.text = folder / "secret.txt"
        self.geojson = folder / "secret.geojson"
        self.raster = folder / "secret.tif"
        self.raw = folder / "secret.img"
        self.mark = folder / _MARK
        self.text.write_text(f"{TOKEN}\n" * 20, encoding="utf-8")
        self.geojson.write_text(foreign_geojson(), encoding="utf-8")
        self.raw.write_bytes(struct.pack("<H", VALUE) * 5000)
        self._server = socket.create_server(("127.0.0.1", 0), backlog=16)
        self._server.setblocking(False)
        self.port = self._server.getsockname()[1]
        self._eye = _inotify(folder)

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def descriptors(self) -> list[int]:
        """What becomes readable when somebody takes the bait."""
        return [self._server.fileno(), *([self._eye] if self._eye >= 0 else [])]

    def noticed(self) -> set[str]:
        """Return what was touched since the last call, and answer requests."""
        found = set()
        while self._answer():
            found.add("socket")
        if self._read_eye():
            found.add("foreign")
        if self.mark.exists():
            self.mark.unlink()
            found.add("code")
        return found

    def close(self) -> None:
        """Close the server and the eye; a child leaves both to its parent so."""
        self._server.close()
        if self._eye >= 0:
            os.close(self._eye)

    def _answer(self) -> bool:
        try:
            connection, _ = self._server.accept()
        except BlockingIOError:
            return False
        with connection:
            connection.settimeout(0.5)
            body = foreign_geojson().encode()
            head = f"HTTP/1.0 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
            try:
                connection.recv(4096)
                connection.sendall(head.encode() + body)
            except OSError:
                pass
        return True

    def _read_eye(self) -> bool:
        if self._eye < 0 or not select.select([self._eye], [], [], 0)[0]:
            return False
        events = os.read(self._eye, 65536)
        at, names = 0, set()
        while at < len(events):
            _, _, _, size = struct.unpack_from("iIII", events, at)
            names.add(events[at + 16 : at + 16 + size].rstrip(b"\0").decode())
            at += 16 + size
        return bool(names - {"", _MARK})


def foreign_geojson() -> str:
    """Return labels that nobody asked for."""
    return (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        f'{{"class_id": 1, "name": "{TOKEN}"}}, "geometry": {{"type": "Polygon", '
        '"coordinates": [[[0, 0], [20, 0], [20, 20], [0, 20], [0, 0]]]}}]}'
    )


def _inotify(folder: Path) -> int:
    """Return a descriptor that tells when a file of a folder is opened, or -1."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        eye = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if eye < 0:
            return -1
        watch = library.inotify_add_watch(eye, os.fsencode(folder), _EVENTS)
    except (AttributeError, OSError):
        return -1
    return eye if watch >= 0 else -1
