"""Folders that cannot be written: read-only, full, a file in their place, nowhere."""

import contextlib
import subprocess

import pytest

KINDS = ("file", "nowhere", "read-only", "full")


@contextlib.contextmanager
def unwritable(kind, folder):
    """Make a folder that is of no use to anybody, as far as that is allowed here."""
    if kind == "file":
        folder.write_text("somebody's")
        yield folder
    elif kind == "nowhere":
        folder.write_text("somebody's")
        yield folder / "below a file"
    else:
        folder.mkdir()
        with _small_disk(folder) as root:
            home = root / "home"
            home.mkdir()
            if kind == "read-only":
                _run("mount", "-o", "remount,ro", str(root))
            else:
                with (
                    contextlib.suppress(OSError),
                    (root / "ballast").open("wb", buffering=0) as file,
                ):
                    while file.write(bytes(512)):
                        pass
            yield home


@contextlib.contextmanager
def _small_disk(folder):
    try:
        _run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, timeout=10)


def _run(*command):
    subprocess.run(command, check=True, capture_output=True, timeout=10)
