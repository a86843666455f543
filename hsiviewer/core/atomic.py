"""Files that are either whole or as they were before."""

import contextlib
import errno
import itertools
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from hsiviewer.core.errors import DiskFullError, ExportError, HsiViewerError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FULL_TEXTS = ("no space left", "os error 28", "os error 112", "disk full")
_FULL_BELOW = 1 << 20  # bytes; libraries that hide the reason free some again
_NAME_KEPT = 40  # characters: with the token it must stay a possible file name


@contextlib.contextmanager
def replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Give temporary names to write to, and move them in place together.

    The temporary files lie in the folder of their target, so that moving them
    is atomic. Nothing is moved if the block raises, or if one of the files
    cannot be synced; if one of them cannot be moved, the others are moved back.
    Nothing temporary is left behind, whatever a library wrote beside the files.

    Parameters
    ----------
    *targets : Path
        Files to replace, moved in this order. One whose temporary file the
        block does not write is left as it is.

    Yields
    ------
    tuple of Path
        One temporary name per target, with the target's suffixes. Targets with
        the same stem get temporary names with the same stem.

    Raises
    ------
    DiskFullError
        If there is no space left.
    ExportError
        If a file cannot be written, synced or moved for another reason.
    """
    token = f"{os.getpid()}-{secrets.token_hex(4)}"
    partial = _temporary_names(targets, token)
    try:
        yield partial
        written = [
            pair for pair in zip(partial, targets, strict=True) if pair[0].exists()
        ]
        for temporary, _ in written:
            _sync(temporary)
        _move(written)
        for folder in {target.parent for target in targets}:
            _sync_folder(folder)
    except HsiViewerError:
        raise
    except OSError as error:
        raise unwritable(_concerned(error, partial, targets), error) from error
    finally:
        _remove_temporary({target.parent for target in targets}, token)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file, whole or not at all.

    Raises
    ------
    ExportError, DiskFullError
        If the file cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all; errors as `write_text`."""
    with replacing(path) as (partial,):
        partial.write_bytes(content)


def unwritable(path: Path, error: BaseException) -> ExportError:
    """Return the sentence for a file that could not be written.

    Parameters
    ----------
    path : Path
        The file that was wanted.
    error : BaseException
        What the operating system or a library said. Libraries that do not say
        why are asked before their unfinished file is deleted: the free space of
        the disk tells whether it was full.
    """
    if not path.parent.is_dir():
        return ExportError(
            f"{path.name} could not be written: there is no folder {path.parent}; "
            "choose another folder, or make this one"
        )
    if isinstance(error, IsADirectoryError) and path.is_dir():
        return ExportError(
            f"{path.name} could not be written: a folder of this name is at "
            f"{path.parent}; choose another name"
        )
    if is_full(path.parent, error):
        return DiskFullError(
            f"{path.name} could not be written: no space left on the disk of "
            f"{path.parent}; free some space or choose another folder"
        )
    reason = str(getattr(error, "strerror", None) or error.__cause__ or error)
    return ExportError(
        f"{path.name} could not be written: {reason.strip().rstrip('.')}; check that "
        f"{path.parent} has room and can be written to, or choose another folder"
    )


def is_full(folder: Path, error: BaseException) -> bool:
    """Tell whether an error came from a disk without space, as far as can be known."""
    code = error.errno if isinstance(error, OSError) else None
    if code is not None:
        return code in _FULL
    told = f"{error} {error.__cause__ or ''}".lower()
    if any(text in told for text in _FULL_TEXTS):
        return True
    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free < _FULL_BELOW
    return False


def _temporary_names(targets: tuple[Path, ...], token: str) -> tuple[Path, ...]:
    """Return names that keep suffixes and common stems, and are never too long."""
    letters = zip(*(target.name for target in targets), strict=False)
    same = itertools.takewhile(lambda column: len(set(column)) == 1, letters)
    common = "".join(column[0] for column in same)
    stem = common[-_NAME_KEPT:]
    return tuple(
        target.with_name(f".partial-{token}-{stem}{target.name[len(common) :]}")
        for target in targets
    )


def _concerned(
    error: OSError, partial: tuple[Path, ...], targets: tuple[Path, ...]
) -> Path:
    """Return the target that an error of the operating system is about."""
    told = {str(name) for name in (error.filename, error.filename2) if name}
    for temporary, target in zip(partial, targets, strict=True):
        if {str(temporary), str(target)} & told:
            return target
    return targets[0]


def _remove_temporary(folders: set[Path], token: str) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            for temporary in folder.glob(f".partial-{token}-*"):
                temporary.unlink(missing_ok=True)


def _move(pairs: list[tuple[Path, Path]]) -> None:
    """Move every file in place, or leave every target as it was."""
    previous = {
        target: temporary.with_name(temporary.name.replace(".partial", ".previous", 1))
        for temporary, target in pairs
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
