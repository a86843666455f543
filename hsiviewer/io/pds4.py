"""PDS4 of the planetary archives: an XML label beside a file of plain numbers."""

import math
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.quantities import RADIANCE
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.limits import require_sizes
from hsiviewer.io.rasters.xml_files import descendants, local_name, read_xml, texts
from hsiviewer.io.reader import Reader
from hsiviewer.io.stored_axes import stored_cube
from hsiviewer.io.wavelengths import SpectralAxis, decide_wavelengths

_HEAD = 2**14
_ARRAYS = ("Array_3D_Spectrum", "Array_3D_Image", "Array_3D")
_AXES = {
    "band": "bands",
    "bands": "bands",
    "wavelength": "bands",
    "line": "rows",
    "lines": "rows",
    "sample": "cols",
    "samples": "cols",
}
_SIZES = {"byte": 1, "1": 1, "2": 2, "4": 4, "8": 8}
_MISSING = ("missing_constant", "invalid_constant", "unknown_constant",
            "not_applicable_constant")  # fmt: skip


def _identify(path: Path, head: bytes) -> bool:
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return False
    with open_regular(path) as file:
        return b"Product_Observational" in file.read(_HEAD)


def open_pds4(path: Path, variable: str = "") -> HsiCube:
    """Open the cube of a label.

    Parameters
    ----------
    variable : str
        ``local_identifier`` or name of an array, where the label has several.

    Raises
    ------
    FileAccessError, CubeFormatError
        If the label or its data cannot be used.
    """
    try:
        root = read_xml(path)
    except HsiViewerError as error:
        raise CubeFormatError(str(error)) from error
    area, array = _array(root, path, variable)
    said = texts(array)
    order, sizes = _axes(array, path)
    element = texts(_first(array, "Element_Array", path))
    dtype = _dtype(element.get("data_type", ""), path)
    data = _data(area, path)
    offset = _whole(said.get("offset", "0"), "offset", path)
    end = offset + math.prod(sizes) * dtype.itemsize
    lengths = dict(zip(order, sizes, strict=True))
    require_sizes(path.name, lengths["bands"], lengths["rows"], lengths["cols"])
    with open_regular(data) as file:
        size = file.seek(0, 2)
    if size < end:
        raise CubeFormatError(
            f"{data.name} has {size} bytes and {path.name} promises {end}; the file "
            "was cut short: copy it again"
        )
    source: CubeSource = stored_cube(data, dtype, sizes, order, offset=offset)
    notices: list[str] = []
    gain = _number(element.get("scaling_factor", ""), 1.0)
    plus = _number(element.get("value_offset", ""), 0.0)
    count = source.shape[0]
    source, scale, nodata = apply_gains(
        source,
        gains=None if gain in (0, 1) else np.full(count, gain),
        offsets=None if plus == 0 else np.full(count, plus),
        nodata=_missing(array, path, notices),
    )
    spectral = _spectral(root, count, path)
    return HsiCube(
        source,
        BandAxis(count, spectral.wavelength_nm, spectral.fwhm_nm),
        nodata=nodata,
        scale=scale,
        path=path,
        variable=variable,
        driver="PDS4",
        notices=(*notices, *spectral.notices),
        quantity=RADIANCE if "radiance" in _described(array) else "",
        unit=element.get("unit", ""),
    )


def _array(root: Element, path: Path, variable: str) -> tuple[Element, Element]:
    """Return the area of the file, and the array in it."""
    found = [
        (area, array)
        for area in descendants(root, "File_Area_Observational")
        for array in area
        if local_name(array) in _ARRAYS
    ]
    names = [
        texts(array).get("local_identifier") or texts(array).get("name") or ""
        for _, array in found
    ]
    if variable:
        found = [pair for pair, name in zip(found, names, strict=True)
                 if name == variable]  # fmt: skip
    if len(found) == 1:
        return found[0]
    held = ", ".join(names) or "none"
    if not found:
        raise CubeFormatError(
            f"{path.name} describes no cube{' of that name' if variable else ''}; its "
            f"arrays of three axes: {held}"
        )
    raise CubeFormatError(
        f"{path.name} describes several cubes: {held}; name one as "
        f"{path.name}:{names[0]}"
    )


def _axes(array: Element, path: Path) -> tuple[AxisOrder, list[int]]:
    """Return names and lengths of the axes, the slowest first."""
    described = sorted(
        (texts(axis) for axis in array if local_name(axis) == "Axis_Array"),
        key=lambda axis: _number(axis.get("sequence_number", ""), 0.0),
    )
    order = tuple(
        _AXES.get(axis.get("axis_name", "").lower(), "") for axis in described
    )
    if sorted(order) != sorted(("bands", "rows", "cols")):
        names = ", ".join(axis.get("axis_name", "?") for axis in described)
        raise CubeFormatError(
            f"{path.name} names the axes of its array {names[:80] or 'not at all'}; "
            "they must be Band, Line and Sample"
        )
    sizes = [_whole(axis.get("elements", ""), "elements", path) for axis in described]
    if texts(array).get("axis_index_order", "").lower().startswith("first"):
        return order[::-1], sizes[::-1]
    return order, sizes


def _dtype(name: str, path: Path) -> np.dtype[np.generic]:
    """Return NumPy's type of PDS4's, such as ``IEEE754LSBSingle`` or ``SignedMSB2``."""
    order = ">" if "MSB" in name else "<"
    if name.startswith("IEEE754"):
        kinds = {"Single": "f4", "Double": "f8"}
        kind = kinds.get(name.removeprefix("IEEE754")[3:])
    else:
        letter = "u" if name.startswith("Unsigned") else "i"
        width = name.removeprefix("Unsigned").removeprefix("Signed")
        size = _SIZES.get(width.removeprefix("LSB").removeprefix("MSB").lower())
        kind = (
            f"{letter}{size}" if size and name.startswith(("Signed", "Uns")) else None
        )
    if kind is None:
        raise CubeFormatError(
            f"{path.name} stores its values as {name[:40] or 'nothing'!r}, which is "
            "not read; convert the cube to GeoTIFF or ENVI"
        )
    return np.dtype(order + kind)


def _data(area: Element, path: Path) -> Path:
    """Return the file of the values, which lies beside the label."""
    named = texts(_first(area, "File", path)).get("file_name", "")
    data = path.with_name(Path(named.replace("\\", "/")).name or "?")
    if not data.is_file():
        raise CubeFormatError(
            f"{path.name} names {data.name}, which is not beside it; put both into one "
            "folder"
        )
    return data


def _spectral(root: Element, count: int, path: Path) -> SpectralAxis:
    bins = descendants(root, "Band_Bin")
    told = sorted(
        (texts(band) for band in bins),
        key=lambda band: _number(band.get("band_number", ""), 0.0),
    )
    if len(told) != count:
        return SpectralAxis()
    widths = [band.get("band_width", "") for band in told]
    return decide_wavelengths(
        [band.get("center_wavelength", "") for band in told],
        units=_unit(bins[0]),
        fwhm=widths if all(widths) else None,
        count=count,
        file=path.name,
    )


def _unit(band: Element) -> str | None:
    units = [
        child.get("unit") for child in band if local_name(child) == "center_wavelength"
    ]
    return units[0] if units else None


def _missing(array: Element, path: Path, notices: list[str]) -> float | None:
    for constants in descendants(array, "Special_Constants"):
        told = texts(constants)
        for name in _MISSING:
            if name in told:
                value = _number(told[name], math.nan)
                if math.isfinite(value):
                    return value
                notices.append(
                    f"{path.name} says {name} = {told[name][:40]!r}, which is no "
                    "number; no value is left out"
                )
    return None


def _described(array: Element) -> str:
    told = texts(array)
    return f"{told.get('name', '')} {told.get('description', '')}".lower()


def _first(parent: Element, name: str, path: Path) -> Element:
    found = descendants(parent, name)
    if not found:
        raise CubeFormatError(
            f"{path.name} is an incomplete label: it has no {name}; copy it again"
        )
    return found[0]


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


def _whole(text: str, name: str, path: Path) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise CubeFormatError(
            f"{path.name} says {name} = {text[:40]!r}, which must be a whole number; "
            "correct the label"
        )
    return int(text)


READER = Reader("PDS4", ("*.xml", "*.lblx"), _identify, open_pds4)
