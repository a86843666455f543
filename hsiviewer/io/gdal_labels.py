"""Labels from rasters that GDAL reads, with the names and colours beside them."""

from pathlib import Path

import numpy as np

from hsiviewer.io.crs import georeference_of
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, MAP_OPTIONS
from hsiviewer.io.gdal_source import open_dataset, read_band
from hsiviewer.io.limits import require_memory, require_sizes
from hsiviewer.io.reader import LabelRaster, require_one_band
from hsiviewer.io.styles import is_pam_plain, read_pam_names


def read_gdal_labels(path: Path, driver: str) -> LabelRaster:
    """Read class ids with one named driver, which alone is asked.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    LabelFormatError
        If it has several bands.
    """
    options = MAP_OPTIONS if is_pam_plain(path) else CUBE_OPTIONS
    with open_dataset(path, driver, **options) as dataset:
        require_one_band(path, dataset.count)
        require_sizes(path.name, 1, dataset.height, dataset.width)
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
        place = georeference_of(dataset.crs, tuple(dataset.transform)[:6])
        return LabelRaster(values, place, dataset.nodata, names, colors)
