"""What a command or an export will write, checked before any work starts.

An output must not be an input, nor another output, and a file that the program did
not make is replaced only when asked. Files are compared as the file system sees
them: links, hard links, other spellings and other cases of a name are one file.
"""

import contextlib
import os
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.atomic import unwritable
from hsiviewer.core.errors import ExportError
from hsiviewer.io.companions import read_files
from hsiviewer.io.provenance_marks import is_own_result

_Key = tuple[object, ...]
CONSENT = "add --overwrite"


@dataclass(frozen=True)
class Target:
    """Something that will be written.

    Parameters
    ----------
    path : Path
        What the user has named.
    title : str
        What it is called in sentences: an option such as ``--out``, or ``the map``.
    files : tuple of Path
        All files that are written; empty for `path` alone.
    suffixes : tuple of str
        Of which `path` must have one, in lower case; empty for any.
    is_folder : bool
        Whether `path` is a folder, which is made if need be.
    """

    path: Path
    title: str
    files: tuple[Path, ...] = ()
    suffixes: tuple[str, ...] = ()
    is_folder: bool = False

    @property
    def written(self) -> tuple[Path, ...]:
        """All files that will be written."""
        return self.files or (self.path,)


@dataclass(frozen=True)
class Source:
    """Something that is read.

    Parameters
    ----------
    reference : str or Path
        A file, ``file:variable`` or a folder.
    title : str
        What it is called in sentences: ``the scene``.
    """

    reference: str | Path
    title: str


def check_targets(
    targets: Sequence[Target],
    sources: Iterable[Source],
    *,
    overwrite: bool = False,
    is_own: Callable[[Path], bool] = is_own_result,
    consent: str = CONSENT,
) -> None:
    """Refuse outputs that would destroy something, or cannot be written.

    Parameters
    ----------
    targets : sequence of Target
        All outputs of one command.
    sources : iterable of Source
        All its inputs.
    overwrite : bool
        Whether files that the program did not make may be replaced.
    is_own : callable
        Tells whether a file may be replaced without having been asked.
    consent : str
        What the user has to add to allow that.

    Raises
    ------
    ExportError
        With the file, the reason and the remedy.
    """
    for target in targets:
        _check_kind(target)
    problem = clash(targets, sources)
    if problem:
        raise ExportError(problem)
    for target in targets:
        _check_place(target)
        foreign = () if overwrite else foreign_files([target], is_own)
        if foreign:
            raise ExportError(
                f"{target.title}: {foreign[0]} exists, and it is no result of "
                f"hsiviewer; choose another name, or {consent} to replace it"
            )


def clash(targets: Sequence[Target], sources: Iterable[Source]) -> str:
    """Return a sentence on an output that is an input or another output.

    Returns
    -------
    str
        Empty if there is none.
    """
    titles = {
        key: source.title
        for source in sources
        for file in _source_files(source)
        for key in _identities(file)
    }
    planned: list[tuple[Target, Path]] = []
    for target in targets:
        files = dict.fromkeys((target.path, *target.written))
        for file in files:
            keys = _identities(file)
            for title in (titles[key] for key in keys if key in titles):
                return (
                    f"{target.title} would replace {file}, which belongs to {title}; "
                    f"choose another name for {target.title}"
                )
            for other, earlier in planned:
                if keys & _identities(earlier) or _differ_by_case(file, earlier):
                    return (
                        f"{other.title} and {target.title} would both write {file}; "
                        "choose another name for one of them"
                    )
        planned += [(target, file) for file in files]
    return ""


def foreign_files(
    targets: Iterable[Target], is_own: Callable[[Path], bool] = is_own_result
) -> tuple[Path, ...]:
    """Return the files that would be replaced and that the program did not make."""
    return tuple(
        file
        for target in targets
        for file in dict.fromkeys(target.written)
        if os.path.lexists(file) and not is_own(file)
    )


def _check_kind(target: Target) -> None:
    path, title = target.path, target.title
    if "\0" in str(path) or not (path.name or target.is_folder or path.is_dir()):
        raise ExportError(f"{title}: {str(path)!r} is no file name; choose a name")
    if target.suffixes and path.suffix.lower() not in target.suffixes:
        raise ExportError(
            f"{title}: {path.name} must end in {' or '.join(target.suffixes)}; change "
            "its name"
        )
    if target.is_folder and path.exists() and not path.is_dir():
        raise ExportError(
            f"{title}: {path} is a file; choose a folder, which is made if need be"
        )
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise ExportError(f"{title}: {path} is a device or a pipe; choose a file")
    if not target.is_folder and path.is_dir():
        raise ExportError(f"{title}: {path} is a folder; add the name of a file")


def _check_place(target: Target) -> None:
    """See that the target can be written, by writing something in its place."""
    folder = target.path if target.is_folder else target.path.parent
    if not target.is_folder and not folder.is_dir():
        raise ExportError(
            f"{target.title}: there is no folder {folder}; make it, or choose another"
        )
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        for file in target.written:
            # Tells of names that are too long or not allowed.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                file.lstat()
        with _probe(folder):
            pass
    except OSError as error:
        raise ExportError(
            f"{target.title}: {unwritable(target.path, error)}"
        ) from error


@contextlib.contextmanager
def _probe(folder: Path) -> Iterator[Path]:
    """Make an empty file in a folder for a moment."""
    probe = folder / f".partial-probe-{os.getpid()}-{secrets.token_hex(4)}"
    os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield probe
    finally:
        probe.unlink(missing_ok=True)


def _source_files(source: Source) -> list[Path]:
    whole, variable = Path(source.reference), ""
    try:
        if not whole.exists():
            whole, variable = _without_suffixes(str(source.reference))
        return read_files(whole, variable)
    except (OSError, ValueError):  # whoever reads it, tells
        return [whole]


def _without_suffixes(reference: str) -> tuple[Path, str]:
    """Return the file of ``file:variable:axes``, and the rest; else the whole."""
    file, colon, _ = reference.rpartition(":")
    while colon:
        if Path(file).is_file():
            return Path(file), reference[len(file) + 1 :]
        file, colon, _ = file.rpartition(":")
    return Path(reference), ""


def _identities(path: Path) -> set[_Key]:
    """Return what makes a file the same as another, whether it exists or not."""
    keys: set[_Key] = {(*_folder_key(path), unicodedata.normalize("NFC", path.name))}
    with contextlib.suppress(OSError, ValueError):
        status = path.stat()
        keys.add((status.st_dev, status.st_ino))
    return keys


def _folder_key(path: Path) -> _Key:
    try:
        status = path.parent.stat()
    except (OSError, ValueError):
        return ("folder", os.path.realpath(path.parent))
    return ("folder", status.st_dev, status.st_ino)


def _differ_by_case(path: Path, other: Path) -> bool:
    """Tell whether two new files would be one where case does not matter."""
    same_name = path.name.casefold() == other.name.casefold()
    if not same_name or _folder_key(path) != _folder_key(other):
        return False
    with contextlib.suppress(OSError), _probe(path.parent) as probe:
        return probe.with_name(probe.name.upper()).exists()
    return False
