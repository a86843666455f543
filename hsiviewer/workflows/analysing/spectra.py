"""The spectra that an analysis is given: of pixels, classes and libraries."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.library_matching import resampled_to
from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.registry import split_reference
from hsiviewer.io.spectral_library import SpectralLibrary, read_library

FloatArray = npt.NDArray[np.float64]
FORMS = "pixel:ROW,COL, class:NAME, FILE or FILE:NAME of a spectral library"
_BLOCK_SPECTRA = 4096
_MOST_NAMED = 8


def read_spectra(
    cube: HsiCube,
    wanted: Sequence[str],
    *,
    labels: LabelMap | None = None,
    scheme: ClassScheme | None = None,
) -> NamedSpectra:
    """Return spectra on the bands of a scene, in its scaled values.

    Parameters
    ----------
    wanted : sequence of str
        ``pixel:ROW,COL``, counted from 0; ``class:NAME`` or ``class:ID``, the mean of
        its labels, ``class:*`` for all classes; a spectral library, with the name or
        the number of a spectrum after a colon, or all of them. Libraries are resampled
        to the bands by their widths.
    labels, scheme : LabelMap and ClassScheme, optional
        Where the classes are.

    Raises
    ------
    HsiViewerError
        If a spectrum cannot be found or read.
    """
    names: list[str] = []
    parts: list[FloatArray] = []
    for text in wanted:
        kind, _, rest = text.partition(":")
        if kind == "pixel":
            found = _of_pixel(cube, rest)
        elif kind == "class":
            found = _of_classes(cube, rest, labels, scheme or ClassScheme())
        else:
            found = _of_library(cube, text)
        names += found.names
        parts.append(found.spectra)
    if not names:
        return NamedSpectra()
    return NamedSpectra(_distinct(names), np.concatenate(parts))


def read_libraries(wanted: Sequence[str]) -> list[Path]:
    """Return the libraries among spectra, as far as they are there."""
    files = (
        split_reference(text)[0]
        for text in wanted
        if text.partition(":")[0] not in ("pixel", "class")
    )
    return list(dict.fromkeys(files))


def class_mean(cube: HsiCube, labels: LabelMap, class_id: int) -> FloatArray:
    """Return the mean spectrum of the labels of a class, shape (bands,)."""
    rows, cols = np.nonzero(labels.values == class_id)
    total, count = np.zeros(cube.bands.count), np.zeros(cube.bands.count)
    for start in range(0, rows.size, _BLOCK_SPECTRA):
        part = slice(start, start + _BLOCK_SPECTRA)
        spectra = cube.read_spectra(rows[part], cols[part]).astype(np.float64)
        total += np.nansum(spectra, axis=0)
        count += np.isfinite(spectra).sum(axis=0)
    mean = np.full(cube.bands.count, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def _of_pixel(cube: HsiCube, place: str) -> NamedSpectra:
    numbers = place.split(",")
    is_place = len(numbers) == 2 and all(part.strip().isdecimal() for part in numbers)
    rows, cols = cube.grid_shape
    if not is_place or int(numbers[0]) >= rows or int(numbers[1]) >= cols:
        raise ConfigurationError(
            f"{cube.name} has no pixel {place[:40]!r}; write pixel:ROW,COL with rows "
            f"from 0 to {rows - 1} and columns from 0 to {cols - 1}"
        )
    row, col = int(numbers[0]), int(numbers[1])
    spectrum = cube.read_spectrum(row, col).astype(np.float64)
    if not np.isfinite(spectrum).any():
        raise ConfigurationError(
            f"the pixel in row {row}, column {col} has no values; choose another one"
        )
    return NamedSpectra((f"pixel {row}, {col}",), spectrum[None])


def _of_classes(
    cube: HsiCube, name: str, labels: LabelMap | None, scheme: ClassScheme
) -> NamedSpectra:
    if labels is None:
        raise ConfigurationError(
            f"class:{name[:40]} needs labels; give a label file with --labels"
        )
    present = [cover for cover in scheme if labels.counts.get(cover.id)]
    chosen = [
        cover
        for cover in present
        if name in ("*", cover.name) or (name.isdecimal() and int(name) == cover.id)
    ]
    if not chosen:
        listed = ", ".join(cover.name for cover in present[:_MOST_NAMED]) or "none"
        raise ConfigurationError(
            f"no label belongs to the class {name[:40]!r}; classes with labels: "
            f"{listed}"
        )
    means = [class_mean(cube, labels, cover.id) for cover in chosen]
    return NamedSpectra(tuple(cover.name for cover in chosen), np.stack(means))


def _of_library(cube: HsiCube, text: str) -> NamedSpectra:
    path, name = split_reference(text)
    if path.is_dir():
        raise ConfigurationError(f"{text[:80]!r} is a folder; give {FORMS}")
    library = read_library(path)
    if not cube.bands.has_wavelengths:
        raise ConfigurationError(
            f"{cube.name} has no wavelengths, so {path.name} cannot be compared with "
            "it; say them with --meta"
        )
    rows = _chosen_rows(library, name, path)
    spectra = resampled_to(cube.bands, library.wavelength_nm, library.spectra[rows])
    return NamedSpectra(
        tuple(library.names[row] for row in rows), np.asarray(spectra, np.float64)
    )


def _chosen_rows(library: SpectralLibrary, name: str, path: Path) -> list[int]:
    if not name:
        return list(range(len(library.names)))
    same = [row for row, known in enumerate(library.names) if known == name]
    alike = [
        row for row, known in enumerate(library.names) if name.lower() in known.lower()
    ]
    if same or len(alike) == 1:
        return same[:1] or alike
    if name.isdecimal() and 1 <= int(name) <= len(library.names):
        return [int(name) - 1]
    some = [library.names[row] for row in alike] or list(library.names)
    listed = ", ".join(some[:_MOST_NAMED])
    raise ConfigurationError(
        f"{path.name} has {'several spectra' if alike else 'no spectrum'} called "
        f"{name[:40]!r}; choose one of {listed}"
    )


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Add numbers to names that occur twice, as bands are told by them."""
    used: dict[str, int] = {}
    result = []
    for name in names:
        used[name] = used.get(name, 0) + 1
        result.append(name if used[name] == 1 else f"{name} ({used[name]})")
    return tuple(result)
