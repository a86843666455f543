"""Spectral libraries: which format a file has, told by its content."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.io.libraries import asd, ecostress, envi, field_spectra, tables, usgs
from hsiviewer.io.libraries.library import LibraryFormat, SpectralLibrary
from hsiviewer.io.libraries.writing import write_library

__all__ = [
    "SpectralLibrary",
    "library_filter",
    "read_libraries",
    "read_library",
    "write_library",
]

# In the order in which they are asked: tables have no mark.
_FORMATS: tuple[LibraryFormat, ...] = (
    asd.FORMAT,
    field_spectra.SVC,
    field_spectra.SED,
    ecostress.FORMAT,
    usgs.FORMAT,
    envi.FORMAT,
    tables.FORMAT,
)
_HEAD = 4096
_MOST_FILES = 20_000


def read_library(path: Path) -> SpectralLibrary:
    """Read a spectral library, or the spectra of a folder.

    Raises
    ------
    CubeFormatError
        If it is none, has no wavelengths, or is damaged; or if the spectra of a
        folder have different wavelengths.
    FileAccessError
        If it cannot be read.
    """
    first, *others = read_libraries([path])
    if others:
        axes = ", ".join(_axis_text(library) for library in (first, *others))
        raise CubeFormatError(
            f"{path} holds spectra with different wavelengths: {axes}; open the files "
            "of each instrument by themselves"
        )
    return first


def read_libraries(
    paths: Sequence[Path], *, progress: Progress | None = None
) -> list[SpectralLibrary]:
    """Read files and folders; spectra with the same wavelengths become one library.

    Of a folder, files that hold no spectrum are passed over.

    Parameters
    ----------
    progress : Progress, optional
        Is asked whether to go on before each file.

    Raises
    ------
    CubeFormatError, FileAccessError
        As `read_library`, of the first file that cannot be read.
    CancelledError
        If the owner has cancelled.
    """
    progress = progress or SilentProgress()
    parts: list[SpectralLibrary] = []
    for path in paths:
        progress.checkpoint()
        if path.is_dir():
            parts.extend(_folder_parts(path, progress))
        else:
            parts.append(replace(_format_of(path).read(path), title=path.name))
    groups: dict[bytes, list[SpectralLibrary]] = {}
    for part in parts:
        groups.setdefault(part.wavelength_nm.tobytes(), []).append(part)
    return [_joined(group) for group in groups.values()]


def library_filter() -> list[tuple[str, tuple[str, ...]]]:
    """Return label and patterns of every format, all of them together first."""
    together = dict.fromkeys(pattern for each in _FORMATS for pattern in each.patterns)
    single = [(each.label, each.patterns) for each in _FORMATS]
    return [("Spectral libraries", tuple(together)), *single, ("All files", ("*",))]


def _joined(parts: list[SpectralLibrary]) -> SpectralLibrary:
    """Return the spectra of libraries with one axis as one library."""
    if len(parts) == 1:
        return parts[0]
    names = [part.title for part in parts]
    title = names[0] if len({*names}) == 1 else f"{names[0]} + {len(names) - 1}"
    notices = dict.fromkeys(notice for part in parts for notice in part.notices)
    return SpectralLibrary(
        tuple(name for part in parts for name in part.names),
        parts[0].wavelength_nm,
        np.concatenate([part.spectra for part in parts]),
        tuple(notices),
        title,
    )


def _folder_parts(folder: Path, progress: Progress) -> list[SpectralLibrary]:
    """Return the spectra of all files in a folder that hold one."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise FileAccessError(
            f"{folder} cannot be read: {error.strerror or error}"
        ) from error
    if len(files) > _MOST_FILES:
        raise CubeFormatError(
            f"{folder} holds {len(files)} files, too many for a library; choose some"
        )
    parts: list[SpectralLibrary] = []
    refused = ""
    for file in files:
        progress.checkpoint()
        if _is_header_of_another(file, files):
            continue
        try:
            parts.append(replace(_format_of(file).read(file), title=folder.name))
        except (CubeFormatError, FileAccessError) as error:
            refused = refused or f": {error}"
    if not parts:
        raise CubeFormatError(f"{folder} holds no spectral library{refused}")
    return parts


def _is_header_of_another(file: Path, files: Sequence[Path]) -> bool:
    """Tell whether a file is a header, whose data file is read instead."""
    if file.suffix.lower() != ".hdr":
        return False
    base = file.with_suffix("")
    return any(
        other != file and (other == base or other.with_suffix("") == base)
        for other in files
    )


def _axis_text(library: SpectralLibrary) -> str:
    axis = library.wavelength_nm
    return f"{axis.size} from {axis[0]:g} to {axis[-1]:g} nm"


def _format_of(path: Path) -> LibraryFormat:
    """Return the format of a file.

    Raises
    ------
    CubeFormatError
        If it is none that is known.
    FileAccessError
        If it cannot be read.
    """
    try:
        with open_regular(path) as file:
            head = file.read(_HEAD)
    except FileAccessError:
        raise
    except OSError as error:
        raise FileAccessError(
            f"{path.name} cannot be read: {error.strerror or error}"
        ) from error
    for each in _FORMATS:
        if each.identify(path, head):
            return each
    raise CubeFormatError(
        f"{path.name} is no spectral library that hsiviewer knows: it reads "
        f"{', '.join(each.label for each in _FORMATS)}"
    )
