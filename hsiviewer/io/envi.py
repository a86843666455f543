"""Scenes in ENVI's format: a text header beside a file of plain numbers."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.envi_georeference import read_georeference
from hsiviewer.io.envi_header import EnviHeader, is_envi_header, read_header
from hsiviewer.io.envi_values import (
    UNIT_KEY,
    default_bands_of,
    gains_of,
    nodata_of,
    quantity_of,
    read_bands,
    reflectance_scale_of,
)
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.interleaves import likely_interleave
from hsiviewer.io.limits import require_sizes
from hsiviewer.io.raw_layout import FILE_AXES, RawLayout
from hsiviewer.io.raw_source import RawSource

# https://www.nv5geospatialsoftware.com/docs/enviheaderfiles.html
DATA_TYPES = {
    1: "u1", 2: "i2", 3: "i4", 4: "f4", 5: "f8", 6: "c8", 9: "c16",
    12: "u2", 13: "u4", 14: "i8", 15: "u8",
}  # fmt: skip
_LONGEST_UNIT = 100
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_DATA_SUFFIXES = (
    "", ".img", ".dat", ".bsq", ".bil", ".bip", ".raw", ".bin", ".cube", ".envi",
)  # fmt: skip


def find_header(path: Path) -> Path | None:
    """Return the ENVI header of a header or data file, if it has one."""
    if is_envi_header(path):
        return path
    candidates = [
        path.with_name(path.name + suffix) for suffix in (".hdr", ".HDR", ".Hdr")
    ]
    if path.suffix:
        candidates += [path.with_suffix(suffix) for suffix in (".hdr", ".HDR", ".Hdr")]
    for candidate in candidates:
        if candidate != path and candidate.is_file() and is_envi_header(candidate):
            return candidate
    return None


def open_envi(path: Path, variable: str = "") -> HsiCube:
    """Open a scene by its header or its data file.

    Parameters
    ----------
    variable : str
        ``"bsq"``, ``"bil"`` or ``"bip"``, where the header does not tell it or is
        wrong.

    Raises
    ------
    CubeFormatError
        If the header contradicts itself or the data file.
    FileAccessError
        If the header or the data file is missing or cannot be read.
    """
    header_path = find_header(path)
    if header_path is None:
        raise FileAccessError(
            f"{path.name} has no ENVI header beside it; put {path.name}.hdr "
            f"or {path.stem}.hdr into the same folder"
        )
    header = read_header(header_path)
    if "librar" in header.text("file type").lower():
        raise CubeFormatError(
            f"{header.file} belongs to a spectral library, not to a scene; open a scene"
        )
    tiff = _tiff_of(header) if path == header_path else None
    if tiff is not None:
        from hsiviewer.io.gdal_readers import GEOTIFF

        return GEOTIFF.open(tiff, variable)
    notices: list[str] = []
    layout = read_layout(header, notices)
    data = path if path != header_path else _find_data(header, layout)
    _check_size(data, header, layout, notices)
    if variable:
        layout = _asked_for(header, layout, variable)
    else:
        layout = _with_interleave(data, header, layout, notices)
    if np.issubdtype(layout.dtype, np.complexfloating):
        notices.append(f"{data.name} holds complex numbers; their magnitude is shown")
    bands = read_bands(header, layout.shape[0], notices)
    georeference = read_georeference(header, notices)
    source: CubeSource = RawSource(data, layout)
    source, gain_scale, nodata = apply_gains(
        source,
        gains=gains_of(header, "gain", layout.shape[0], notices),
        offsets=gains_of(header, "offset", layout.shape[0], notices),
        nodata=nodata_of(header, notices),
    )
    return HsiCube(
        source,
        bands,
        georeference,
        nodata=nodata,
        scale=gain_scale * reflectance_scale_of(header, notices),
        path=data,
        variable=variable,
        driver="ENVI",
        default_bands=default_bands_of(header, layout.shape[0]),
        notices=tuple(notices),
        quantity=quantity_of(header),
        unit=header.text(UNIT_KEY)[:_LONGEST_UNIT],
    )


def read_layout(header: EnviHeader, notices: list[str]) -> RawLayout:
    """Return how the numbers lie, from a header.

    Raises
    ------
    CubeFormatError
        If the header does not tell, or tells something impossible.
    """
    shape = header.integer("bands"), header.integer("lines"), header.integer("samples")
    require_sizes(header.file, *shape)
    if header.integer("file compression", 0):
        raise CubeFormatError(
            f"{header.file} belongs to a file that is compressed with gzip; unpack it "
            "with gunzip, and remove the line 'file compression = 1'"
        )
    code = header.integer("data type")
    if code not in DATA_TYPES:
        raise CubeFormatError(
            f"{header.file} says 'data type = {code}', which ENVI does not define; "
            f"it must be one of {', '.join(map(str, DATA_TYPES))}"
        )
    order = header.integer("byte order", 0)
    if order not in (0, 1):
        raise CubeFormatError(
            f"{header.file} says 'byte order = {order}'; it must be 0 (least "
            "significant byte first) or 1"
        )
    dtype = np.dtype(("<", ">")[order] + DATA_TYPES[code])
    if "byte order" not in header.entries and dtype.itemsize > 1:
        notices.append(
            f"{header.file} does not tell the byte order; least significant "
            "byte first is assumed"
        )
    return RawLayout(
        shape,
        dtype,
        _interleave(header),
        header.integer("header offset", 0),
    )


def _interleave(header: EnviHeader) -> str:
    interleave = header.text("interleave").partition(";")[0].strip().lower() or "bsq"
    if interleave not in FILE_AXES:
        raise CubeFormatError(
            f"{header.file} says 'interleave = {interleave[:40]}'; "
            "it must be bsq, bil or bip"
        )
    return interleave


def _with_interleave(
    data: Path, header: EnviHeader, layout: RawLayout, notices: list[str]
) -> RawLayout:
    """Return the layout with an interleave that the header does not tell."""
    if header.text("interleave") or layout.shape[0] == 1:
        return layout
    suffix = data.suffix.lower().removeprefix(".")
    if suffix in FILE_AXES:
        return replace(layout, interleave=suffix)
    likely = likely_interleave(data, layout)
    why = "the picture is torn in the others" if likely else "nothing tells better"
    layout = replace(layout, interleave=likely or "bsq")
    others = [other for other in FILE_AXES if other != layout.interleave]
    notices.append(
        f"{header.file} does not tell the interleave; {layout.interleave} is assumed, "
        f"because {why}. If the picture looks torn, open {header.file}:{others[0]} or "
        f"{header.file}:{others[1]}, or add the line 'interleave = {others[0]}'"
    )
    return layout


def _asked_for(header: EnviHeader, layout: RawLayout, interleave: str) -> RawLayout:
    """Return the layout in the interleave that a user names after the file."""
    if interleave.lower() not in FILE_AXES:
        raise CubeFormatError(
            f"{header.file} holds a single scene and no variable {interleave[:60]!r}; "
            "only its interleave can be named, as bsq, bil or bip"
        )
    return replace(layout, interleave=interleave.lower())


def _check_size(
    data: Path, header: EnviHeader, layout: RawLayout, notices: list[str]
) -> None:
    try:
        size = data.stat().st_size
    except OSError as error:
        raise FileAccessError(
            f"{data} cannot be read: {error.strerror or error}"
        ) from error
    if not os.access(data, os.R_OK) or not data.is_file():
        raise FileAccessError(f"{data} cannot be read; check its permissions")
    if size < layout.end:
        raise CubeFormatError(
            f"{data.name} has {size} bytes but {header.file} promises {layout.end}; "
            "the file was cut short (copy it again) or the header is wrong"
        )
    if size > layout.end:
        notices.append(
            f"{data.name} has {size - layout.end} bytes more than {header.file} tells; "
            "if the picture looks torn, check samples, lines, bands and data type"
        )


def _tiff_of(header: EnviHeader) -> Path | None:
    """Return the TIFF file that a header describes; ``None`` if it is of numbers.

    Programs write a header beside a GeoTIFF, for its wavelengths.
    """
    base = header.path.with_suffix("")
    if base.suffix.lower() in (".tif", ".tiff"):
        named = [base]
    elif "tif" in header.text("file type").lower():
        named = [base.with_name(base.name + end) for end in (".tif", ".tiff", ".TIF")]
    else:
        return None
    for candidate in named:
        if candidate.is_file():
            with open_regular(candidate) as file:
                if file.read(4) in _TIFF_MAGIC:
                    return candidate
    return None


def _find_data(header: EnviHeader, layout: RawLayout) -> Path:
    """Return the data file of a header: the first that is large enough."""
    usual = list(dict.fromkeys(_data_candidates(header.path)))
    for candidate in usual:
        if candidate.stat().st_size >= layout.end:
            return candidate
    # Styles, tables and archives have the stem of a header, too, but not its size.
    for candidate in _other_endings(header.path):
        if candidate.stat().st_size == layout.end:
            return candidate
    if usual:
        return usual[0]  # too short: the size check says so by name
    raise FileAccessError(
        f"the data file of {header.file} is missing; put it into the same folder, "
        f"as {header.path.stem}.img or {header.path.stem}"
    )


def _data_candidates(header: Path) -> Iterator[Path]:
    base = header.with_suffix("")
    for suffix in _DATA_SUFFIXES:
        for ending in (suffix, suffix.upper()):
            candidate = base.with_name(base.name + ending)
            if candidate != header and candidate.is_file():
                yield candidate


def _other_endings(header: Path) -> Iterator[Path]:
    """Give files with any other ending, such as "_rfl" products of their own suffix."""
    base = header.with_suffix("")
    for candidate in sorted(header.parent.glob(f"{_escaped(base.name)}.*")):
        if (
            candidate != header
            and candidate.is_file()
            and not is_envi_header(candidate)
        ):
            yield candidate


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
