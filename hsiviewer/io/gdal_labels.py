"""Labels from rasters that GDAL reads, with the names and colours beside them."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.io.crs import dataset_place
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, MAP_OPTIONS
from hsiviewer.io.gdal_source import open_dataset, read_band, read_bands
from hsiviewer.io.limits import require_memory, require_sizes
from hsiviewer.io.reader import LabelRaster, require_one_band
from hsiviewer.io.styles import is_pam_plain, read_pam_names

_MOST_COLORS = 256  # more are a photograph


def read_gdal_labels(path: Path, driver: str) -> LabelRaster:
    """Read class ids with one named driver, which alone is asked.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    LabelFormatError
        If it has several bands that are neither colours nor a layer for each class.
    """
    options = MAP_OPTIONS if is_pam_plain(path) else CUBE_OPTIONS
    with open_dataset(path, driver, options=options) as dataset:
        require_sizes(path.name, dataset.count, dataset.height, dataset.width)
        if dataset.count > 1:
            return _of_layers(dataset, path)
        size = dataset.height * dataset.width * np.dtype(dataset.dtypes[0]).itemsize
        require_memory(path.name, size)
        values = read_band(dataset, path)
        names = read_pam_names(path)
        colors = {}
        if dataset.colorinterp[0].name == "palette":
            present = set(np.unique(values).tolist()) | set(names)
            colors = {
                value: f"#{rgba[0]:02x}{rgba[1]:02x}{rgba[2]:02x}"
                for value, rgba in dataset.colormap(1).items()
                if value in present
            }
        place = dataset_place(dataset)
        return LabelRaster(values, place, dataset.nodata, names, colors)


def _of_layers(dataset: Any, path: Path) -> LabelRaster:
    """Read a picture in the colours of its classes, or a layer for each class.

    Raises
    ------
    LabelFormatError
        If the bands are neither.
    """
    shape = dataset.count, dataset.height, dataset.width
    kinds = {np.dtype(kind) for kind in dataset.dtypes}
    require_memory(path.name, math.prod(shape) * np.result_type(*kinds).itemsize)
    place = dataset_place(dataset)
    is_picture = dataset.count in (3, 4) and kinds == {np.dtype(np.uint8)}
    values = read_bands(dataset, path)
    if is_picture:
        ids, colors = _ids_of_colors(values)
        if ids is not None:
            return LabelRaster(ids, place, colors=colors)
    is_one_hot = bool(((values == 0) | (values == 1)).all())
    if is_one_hot and int((values != 0).sum(axis=0).max(initial=0)) <= 1:
        return LabelRaster(values, place)
    require_one_band(path, dataset.count)
    raise AssertionError("several bands are refused")


def _ids_of_colors(
    values: npt.NDArray[np.uint8],
) -> tuple[npt.NDArray[np.int64] | None, dict[int, str]]:
    """Return colours as ids in order of appearance, black as no label."""
    red, green, blue = values[:3].astype(np.uint32)
    packed = (red << 16) | (green << 8) | blue
    if len(values) == 4:
        packed[values[3] == 0] = 0
    found, first, places = np.unique(packed, return_index=True, return_inverse=True)
    if found.size > _MOST_COLORS:
        return None, {}
    numbers = np.zeros(found.size, np.int64)
    colors: dict[int, str] = {}
    for place in np.argsort(first):
        if found[place]:
            numbers[place] = len(colors) + 1
            colors[len(colors) + 1] = f"#{int(found[place]):06x}"
    return numbers[places.reshape(packed.shape)], colors
