"""Arrays of scripts as files for worker processes, with all that was said of them.

One line of JSON, then plain numbers. No format that others read holds mirrored and
sheared grids, any coordinate system and every digit of a wavelength. The files live as
long as their scene and are no format to keep anything in.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.io.atomic import unwritable
from hsiviewer.io.limits import require_sizes
from hsiviewer.io.raw_layout import FILE_AXES, RawLayout
from hsiviewer.io.raw_source import RawSource
from hsiviewer.io.reader import Reader, begins_with
from hsiviewer.io.wavelengths import decide_wavelengths

MAGIC = b'{"hsiviewer array": 1, '
TYPES = frozenset(("u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"))
_LONGEST_HEADER = 16 * 2**20
# The axes of an array, slowest first, as positions in (bands, rows, cols).
_INTERLEAVES: dict[tuple[int, ...], str] = {
    axes: interleave for interleave, axes in FILE_AXES.items()
}


def write_array_file(
    path: Path,
    values: npt.NDArray[Any],
    *,
    bands: BandAxis,
    georeference: GeoReference,
    nodata: float | None = None,
    scale: float | None = None,
) -> None:
    """Write an array and what is known about it.

    Parameters
    ----------
    values : ndarray, shape (bands, rows, cols)
        Of one of `TYPES`, in any byte order.
    bands : BandAxis
        Wavelengths and bad bands; widths and names are left out.
    scale : float, optional
        Values divided by this are reflectance.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    # A file in the order of the memory is written and read without transposing.
    axes = tuple(int(axis) for axis in np.argsort(values.strides)[::-1])
    interleave = _INTERLEAVES.get(axes, "bsq")
    header = {
        "shape": values.shape,
        "type": values.dtype.str,
        "interleave": interleave,
        "wavelength_nm": _listed(bands.wavelength_nm),
        "good": _listed(bands.good),
        "crs_wkt": georeference.crs_wkt,
        "crs_name": georeference.crs_name,
        "transform": [float(number) for number in georeference.transform],
        "nodata": nodata,
        "scale": scale,
    }
    ordered = np.ascontiguousarray(values.transpose(FILE_AXES[interleave]))
    try:
        with path.open("wb") as file:
            file.write(MAGIC + json.dumps(header).encode()[1:] + b"\n")
            # Unlike tofile, this tells when the disk is full.
            file.write(ordered.data)
    except OSError as error:
        raise unwritable(path, error) from error


def open_array_file(path: Path, _variable: str = "") -> HsiCube:
    """Open what `write_array_file` has written.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If it is damaged.
    """
    header, offset = _read_header(path)
    try:
        layout = _layout(header, offset)
        require_sizes(path.name, *layout.shape)
        bands = BandAxis(
            layout.shape[0],
            _array(header["wavelength_nm"], np.float64),
            good=_array(header["good"], np.bool_),
        )
        place = _place(header)
        nodata, scale = (
            None if header[name] is None else float(header[name])
            for name in ("nodata", "scale")
        )
        size = path.stat().st_size
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise _damaged(path, error) from error
    if size < layout.end:
        raise _damaged(path, f"it has {size} bytes and needs {layout.end}")
    return HsiCube(
        RawSource(path, layout),
        bands,
        place,
        nodata=nodata,
        scale=1.0 if scale is None else scale,
        quantity="" if scale is None else REFLECTANCE,
        path=path,
        driver=READER.label,
        notices=_notices(bands, path.name),
        title=path.name,
    )


def _read_header(path: Path) -> tuple[dict[str, Any], int]:
    try:
        with open_regular(path) as file:
            line = file.readline(_LONGEST_HEADER)
        header = json.loads(line)
    except FileAccessError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, error) from error
    if not isinstance(header, dict):
        raise _damaged(path, "its first line is no header")
    return header, len(line)


def _layout(header: dict[str, Any], offset: int) -> RawLayout:
    bands, rows, cols = (int(size) for size in header["shape"])
    kind, interleave = str(header["type"]), str(header["interleave"])
    if kind[:1] not in tuple("<>|") or kind[1:] not in TYPES:
        raise ValueError(f"{kind[:40]!r} is no type of numbers")
    if interleave not in FILE_AXES:
        raise ValueError(f"{interleave[:40]!r} is no interleave")
    return RawLayout((bands, rows, cols), np.dtype(kind), interleave, offset)


def _place(header: dict[str, Any]) -> GeoReference:
    a, b, c, d, e, f = (float(number) for number in header["transform"])
    return GeoReference(
        str(header["crs_wkt"]), (a, b, c, d, e, f), str(header["crs_name"])
    )


def _notices(bands: BandAxis, file: str) -> tuple[str, ...]:
    """Return what is strange about wavelengths, which are used as they are."""
    if bands.wavelength_nm is None:
        return ()
    wavelengths = bands.wavelength_nm.tolist()
    return decide_wavelengths(
        wavelengths, units="nm", count=bands.count, file=file
    ).notices


def _listed(values: npt.NDArray[Any] | None) -> list[Any] | None:
    return None if values is None else values.tolist()


def _array(values: Any, kind: type[np.generic]) -> npt.NDArray[Any] | None:
    return None if values is None else np.array(values, kind)


def _damaged(path: Path, why: object) -> CubeFormatError:
    return CubeFormatError(
        f"{path.name} is damaged: {str(why)[:200]}; open the array again"
    )


# Without patterns: it is read where a worker is told its name, and offered nowhere.
READER = Reader("array of hsiviewer", (), begins_with(MAGIC), open_array_file)
