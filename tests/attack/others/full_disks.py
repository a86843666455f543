"""Every writer on a disk with room for a few pages; see `tests.faults.full_disks`."""

import ctypes
import os
from pathlib import Path

from tests.attack.family import (
    Answer,
    BadEndError,
    Family,
    Files,
    Mutant,
    Ordered,
    Originals,
)
from tests.attack.lure import Lure
from tests.faults.full_disks import SIZE, WRITERS, SmallDisk
from tests.faults.test_full_disks import check

_PAGES = 60
_NEW_NAMESPACE = 0x20000  # CLONE_NEWNS
_PRIVATE = 0x4000 | 0x40000  # MS_REC | MS_PRIVATE


def prepare(folder: Path) -> None:
    """Write nothing: each writer has content of its own."""
    (folder / "none").mkdir(parents=True)
    (folder / "none" / "readme.txt").write_text("a new disk each time", "utf-8")


def intact(_name: str, _files: Files) -> str:
    """Return a writer with all the room of the disk."""
    return "classes:250:False"


def mutate(originals: Originals, name: str, chance: Ordered, _lure: Lure) -> Mutant:
    """Choose a writer, the free pages, and whether an old file is there."""
    writer = tuple(WRITERS)[chance.number % len(WRITERS)]
    pages = chance.number // len(WRITERS) % _PAGES
    opened = f"{writer}:{pages}:{pages % 2 == 0}"
    return Mutant(f"{writer}, {pages} pages", name, originals[name], opened)


def write_on_full_disk(folder: Path, mutant: Mutant) -> Answer:
    """Write, and see that the old file or the new one is there, and nothing else."""
    writer, pages, replaced = mutant.opened.split(":")
    if writer in ("picture", "drawing"):
        _draw_offscreen()
    disk = SmallDisk(_mounted(folder / "disk"))
    WRITERS[writer](disk.folder, 2)
    expected = set(disk.content())
    try:
        told = check(disk, expected, writer, int(pages), replaced=replaced == "True")
    except AssertionError as error:
        raise BadEndError("lost", str(error)) from error
    return {"told": told}


def _mounted(folder: Path) -> Path:
    """Mount a small disk that only this process sees, and that goes with it."""
    folder.mkdir()
    library = ctypes.CDLL(None, use_errno=True)
    options = f"size={SIZE}".encode()
    if (
        library.unshare(_NEW_NAMESPACE)
        or library.mount(None, b"/", None, _PRIVATE, None)
        or library.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, options)
    ):
        raise OSError(ctypes.get_errno(), "a small disk cannot be mounted here")
    return folder


def _draw_offscreen() -> None:
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        _draw_offscreen.application = QGuiApplication([])


def can_mount() -> bool:
    """Tell whether this user may mount disks."""
    return os.geteuid() == 0


FAMILY = Family(
    "full-disks", "every writer on a nearly full disk", len(WRITERS) * _PAGES, prepare,
    mutate, write_on_full_disk, intact, needs_torch=True, is_mutation=False,
)  # fmt: skip
