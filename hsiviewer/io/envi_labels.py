"""Labels as ENVI classification files, read and written."""

from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.envi import find_header, open_envi
from hsiviewer.io.envi_georeference import write_georeference
from hsiviewer.io.envi_header import braced, plain, read_header
from hsiviewer.io.envi_writer import write_envi_files
from hsiviewer.io.limits import require_memory
from hsiviewer.io.reader import LabelRaster, require_one_band

_UNUSED = "(unused)"  # ENVI numbers classes without gaps; ids may have them


def read_envi_labels(path: Path, variable: str = "") -> LabelRaster:
    """Read class ids, with the names and colours of the header.

    Raises
    ------
    CubeFormatError, FileAccessError
        As `open_envi`.
    LabelFormatError
        If the file has several bands.
    """
    cube = open_envi(path, variable)
    require_one_band(path, cube.shape[0])
    size = cube.shape[1] * cube.shape[2] * cube.source.dtype.itemsize
    require_memory(path.name, size)
    values = cube.source.read([0])[0]
    header_path = find_header(path)
    names: dict[int, str] = {}
    colors: dict[int, str] = {}
    if header_path is not None:
        header = read_header(header_path)
        listed = header.items("class names") or []
        names = {
            value: name
            for value, name in enumerate(listed)
            if value and name != _UNUSED
        }
        colors = _lookup_colors(header.items("class lookup") or [])
    cube.close()
    return LabelRaster(values, cube.georeference, cube.nodata, names, colors)


def write_envi_labels(
    path: Path, labels: LabelMap, scheme: ClassScheme, georeference: GeoReference
) -> None:
    """Write labels as an ENVI classification; errors as `write_envi_files`."""
    rows, cols = labels.shape
    largest = max([0, *scheme.ids, *labels.counts])
    known = {cover.id: cover for cover in scheme}
    kind = np.dtype(np.uint8 if largest <= 255 else "<u2")
    lookup: list[int] = []
    for value in range(largest + 1):
        lookup += known[value].rgb if value in known else (0, 0, 0)
    names = [
        plain(known[value].name) if value in known else _UNUSED
        for value in range(1, largest + 1)
    ]
    entries = {
        "samples": str(cols),
        "lines": str(rows),
        "bands": "1",
        "header offset": "0",
        "file type": "ENVI Classification",
        "data type": "1" if kind.itemsize == 1 else "12",
        "interleave": "bsq",
        "byte order": "0",
        "classes": str(largest + 1),
        "class names": braced(["Unclassified", *names]),
        "class lookup": braced(lookup),
        **write_georeference(georeference),
    }
    write_envi_files(path, labels.values.astype(kind), entries)


def _lookup_colors(lookup: list[str]) -> dict[int, str]:
    """Return colours of an ENVI class lookup; none where it is no list of bytes."""
    try:
        levels = [int(entry) for entry in lookup]
    except ValueError:
        return {}
    if not all(0 <= level <= 255 for level in levels):
        return {}
    triples = zip(levels[3::3], levels[4::3], levels[5::3], strict=False)
    return {
        value: f"#{red:02x}{green:02x}{blue:02x}"
        for value, (red, green, blue) in enumerate(triples, start=1)
    }
