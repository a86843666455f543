"""Spectral libraries: what is in them, as one file, and compared with a pixel."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.analysis.library_matching import Match
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.metadata_files import read_metadata
from hsiviewer.io.spectral_library import (
    SpectralLibrary,
    read_libraries,
    write_library,
)
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.workflows.tasks.targets import library_target
from hsiviewer.workflows.viewing.library import (
    SceneLibrary,
    match_pixel,
    prepare_library,
)

_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class LibraryFiles:
    """Paths and settings of ``hsiviewer library``.

    Parameters
    ----------
    libraries : tuple of Path
        Files, and folders with files.
    out : Path, optional
        Library to write: .csv or .sli.
    scene : str
        Reference of a scene; its bands are those of `out`, its pixel is compared.
    pixel : tuple of int, optional
        Row and column, counted from 0.
    count : int
        How many matches to list.
    meta : Path, optional
        What is said about the scene.
    overwrite : bool
        Whether an existing file `out` may be replaced.
    """

    libraries: tuple[Path, ...]
    out: Path | None = None
    scene: str = ""
    pixel: tuple[int, int] | None = None
    count: int = 10
    meta: Path | None = None
    overwrite: bool = False


def library_info(request: LibraryFiles) -> dict[str, Any]:
    """Return what ``hsiviewer library`` tells, as JSON values; write `out`, too.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the request contradicts itself.
    """
    if request.pixel is not None and not request.scene:
        raise ConfigurationError("--pixel is one of a scene; give --scene, too")
    if request.out is not None:
        check_targets(
            [library_target(request.out)],
            _sources(request),
            overwrite=request.overwrite,
        )
    libraries = read_libraries(request.libraries)
    info: dict[str, Any] = {"libraries": [_described(each) for each in libraries]}
    if request.scene:
        metadata = None if request.meta is None else read_metadata(request.meta)
        cube = open_described(request.scene, metadata)
        try:
            prepared = prepare_library(cube, *libraries)
            info |= _matches(cube, prepared, request)
            libraries = [_on_bands(cube, prepared)]
        finally:
            cube.close()
    if request.out is not None:
        write_library(request.out, _only(libraries))
    return info


def format_library(info: dict[str, Any]) -> str:
    """Return the text that people read."""
    lines = []
    for library in info["libraries"]:
        names = library["names"]
        more = len(names) - _NAMED
        axis = library["wavelength_nm"]
        lines += [
            f"{'library':<12} {library['title']}",
            f"{'spectra':<12} {len(names)}: {', '.join(names[:_NAMED])}"
            + (f" and {more} more" if more > 0 else ""),
            f"{'wavelengths':<12} {len(axis)} from {axis[0]:.1f} to {axis[-1]:.1f} nm",
            *(f"{'notice':<12} {notice}" for notice in library["notices"]),
        ]
    lines += [
        f"{match['angle_deg']:>11.2f}\N{DEGREE SIGN} {match['name']} "
        f"({match['library']})"
        for match in info.get("matches", ())
    ]
    if "matches" in info and not info["matches"]:
        lines.append("no spectrum covers enough of the scene's bands to be compared")
    return "\n".join(lines)


def _sources(request: LibraryFiles) -> list[Source]:
    scene = [Source(request.scene, "the scene")] if request.scene else []
    meta = [Source(request.meta, "--meta")] if request.meta is not None else []
    return [*(Source(path, "a library") for path in request.libraries), *scene, *meta]


def _described(library: SpectralLibrary) -> dict[str, Any]:
    return {
        "title": library.title,
        "names": list(library.names),
        "wavelength_nm": [round(float(nm), 4) for nm in library.wavelength_nm],
        "notices": list(library.notices),
    }


def _matches(
    cube: HsiCube, prepared: SceneLibrary, request: LibraryFiles
) -> dict[str, Any]:
    """Return the spectra that fit the pixel of the request best."""
    if request.pixel is None:
        return {}
    row, col = request.pixel
    rows, cols = cube.grid_shape
    if row >= rows or col >= cols:
        raise ConfigurationError(
            f"{cube.name} has no pixel {row},{col}; rows are 0 to {rows - 1}, columns "
            f"0 to {cols - 1}"
        )
    found, _ = match_pixel(cube, prepared, row, col, count=request.count)
    return {"matches": [_match(prepared, match) for match in found]}


def _match(prepared: SceneLibrary, match: Match) -> dict[str, Any]:
    return {
        "name": prepared.names[match.index],
        "library": prepared.titles[match.index],
        "angle_deg": round(math.degrees(match.angle), 4),
    }


def _on_bands(cube: HsiCube, prepared: SceneLibrary) -> SpectralLibrary:
    """Return spectra on the bands of a scene, by wavelength."""
    wavelength_nm = cube.bands.wavelength_nm
    if wavelength_nm is None:  # prepare_library has refused such a scene
        raise ConfigurationError(f"{cube.name} has no wavelengths")
    order = np.argsort(wavelength_nm, kind="stable")
    return SpectralLibrary(
        prepared.names,
        wavelength_nm[order],
        np.asarray(prepared.spectra, np.float64)[:, order],
        title=cube.name,
    )


def _only(libraries: list[SpectralLibrary]) -> SpectralLibrary:
    if len(libraries) > 1:
        raise ConfigurationError(
            "the libraries have different wavelengths; give --scene to write them on "
            "its bands, or those of one instrument"
        )
    return libraries[0]
