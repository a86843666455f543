"""Files that are either whole or as they were before."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Give temporary names to write to, and move them in place together.

    The temporary files lie in the folder of their target, so that moving them
    is atomic. Nothing is moved if the block raises, or if one of the files
    cannot be synced; if one of them cannot be moved, the others are moved back.

    Parameters
    ----------
    *targets : Path
        Files to replace, moved in this order. One whose temporary file the
        block does not write is left as it is.

    Yields
    ------
    tuple of Path
        One temporary name per target, with the target's suffixes.

    Raises
    ------
    OSError
        If a file cannot be written, synced or moved.
    """
    token = f"{os.getpid()}-{secrets.token_hex(4)}"
    partial = tuple(
        # Absolute, because GDAL takes a relative "http:/x.tif" for an address.
        target.absolute().with_name(f".partial-{token}-{target.name}")
        for target in targets
    )
    try:
        yield partial
        written = [
            pair for pair in zip(partial, targets, strict=True) if pair[0].exists()
        ]
        for temporary, _ in written:
            _sync(temporary)
        _move(written, token)
        for folder in {target.parent for target in targets}:
            _sync_folder(folder)
    finally:
        for temporary in partial:
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file, whole or not at all.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with replacing(path) as (partial,):
        partial.write_text(text, encoding="utf-8", newline="\n")


def _move(pairs: list[tuple[Path, Path]], token: str) -> None:
    """Move every file in place, or leave every target as it was."""
    previous = {
        target: target.with_name(f".previous-{token}-{target.name}")
        for _, target in pairs
        if len(pairs) > 1 and target.is_file()
    }
    moved: list[Path] = []
    try:
        for target, duplicate in previous.items():
            _duplicate(target, duplicate)
        for temporary, target in pairs:
            temporary.replace(target)
            moved.append(target)
    except OSError:
        for target in moved:
            if target in previous:
                previous[target].replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        for duplicate in previous.values():
            duplicate.unlink(missing_ok=True)


def _duplicate(path: Path, duplicate: Path) -> None:
    try:
        os.link(path, duplicate)
    except OSError:  # FAT and some network file systems know no links
        shutil.copy2(path, duplicate)


def _sync(path: Path) -> None:
    # Windows syncs only files that are open for writing.
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        # Some network file systems refuse; the files themselves are synced.
        pass
    finally:
        os.close(descriptor)
