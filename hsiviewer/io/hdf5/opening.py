"""Open HDF5 and netCDF files as scenes, auxiliary rasters and labels."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.axis_order import joined_axes, split_axes
from hsiviewer.io.hdf5.candidates import (
    cube_candidates,
    is_clear,
    is_plane,
    long_axes,
    named_dataset,
    only_plane,
)
from hsiviewer.io.hdf5.classic import MAGIC, ClassicFile
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import gains_of, generic_layout, nodata_of
from hsiviewer.io.hdf5.layout import Layout, assemble
from hsiviewer.io.hdf5.product import Product
from hsiviewer.io.hdf5.products import recognise
from hsiviewer.io.limits import require_memory
from hsiviewer.io.reader import LabelRaster, Variable

DRIVER = "HDF5"


def open_hdf5(path: Path, variable: str = "", *, least: int = 3) -> HsiCube:
    """Open a cube of an HDF5 or netCDF file.

    Parameters
    ----------
    variable : str
        A dataset (``"group/name"``, or the end of its path), or a view of a product,
        such as ``"VNIR"``. The order of its axes may follow after a colon.
    least : int
        Least number of axes of a dataset that fits: 3 for a cube, 2 for an auxiliary
        raster.

    Raises
    ------
    FileAccessError
        If the file cannot be opened.
    CubeFormatError
        If it is damaged, or nothing fits, or several datasets do.
    """
    name, given = split_axes(variable, file=path.name)
    with _file(path) as file:
        product = recognise(file)
        if product is not None and given is None and name in ("", *product.views):
            layout = product.layout(file, name)
            return assemble(file, layout, variable=name, driver=product.label)
        if product is not None and given is None:
            companion = _companion(file, product, name)
            if companion is not None:
                kept = companion.parts[0].name
                return assemble(file, companion, variable=kept, driver=product.label)
        layout = generic_layout(file, name, given, least=least)
        found = layout.parts[0].name
        is_alone = len(cube_candidates(file)) == 1 and not name
        kept = joined_axes("" if is_alone else found, given)
        return assemble(file, layout, variable=kept, driver=DRIVER)


def _file(path: Path) -> Hdf5File:
    """Open a file of either kind of netCDF."""
    with open_regular(path) as file:
        is_classic = file.read(4) in MAGIC
    return ClassicFile(path) if is_classic else Hdf5File(path)


def _companion(file: Hdf5File, product: Product, name: str) -> Layout | None:
    """Return the layout of another array of a product that lies like its cube.

    Uncertainties and masks per band have the axes and the bands of the cube, and
    say so nowhere.
    """
    stored = named_dataset(file, name)
    for view in ("", *product.views):
        layout = product.layout(file, view)
        part = layout.parts[0]
        is_alike = file.stored[part.name].shape == stored.shape
        if len(layout.parts) > 1 or not is_alike or layout.wavelengths is None:
            continue
        if part.name == stored.name:
            return layout
        said, count = file.attributes(stored.name), len(layout.wavelengths)
        gains, offsets = gains_of(said, count)
        return replace(
            layout,
            parts=(replace(part, name=stored.name),),
            gains=gains,
            offsets=offsets,
            nodata=nodata_of(said),
            quantity="",
            unit=said.text("units", "unit"),
        )
    return None


def list_hdf5(path: Path) -> Sequence[Variable]:
    """Return the arrays that may be meant.

    Cubes are among them only where it is not clear which one is, and where a product
    has several views, such as its detectors; planes, which may be labels, always.
    """
    with _file(path) as file:
        wanted = [stored for stored in file.stored.values() if is_plane(stored)]
        product = recognise(file)
        views = [] if product is None else _views(path, product)
        if product is None and not is_clear(file):
            wanted = [stored for _, stored in cube_candidates(file)] + wanted
        return views + [
            Variable(
                stored.name,
                tuple(stored.shape[axis] for axis in long_axes(stored.shape)),
                str(stored.dtype),
            )
            for stored in wanted
        ]


def _views(path: Path, product: Product) -> list[Variable]:
    """Return the product as a whole and its views; none where it has no choice."""
    found = []
    for view in ("", *product.views):
        try:
            cube = open_hdf5(path, view)
        except HsiViewerError:
            continue  # such as the map grid of a product without its table
        found.append(Variable(view, cube.shape, str(cube.source.dtype)))
        cube.close()
    return found if len(found) > 1 else []


def read_hdf5_labels(path: Path, variable: str = "") -> LabelRaster:
    """Return a dataset with rows and columns as class ids.

    Raises
    ------
    CubeFormatError
        If none fits, or several do.
    """
    with _file(path) as file:
        stored = named_dataset(file, variable) if variable else only_plane(file)
        size = int(np.prod(stored.shape)) * stored.dtype.itemsize
        require_memory(file.name, size)
        layout = generic_layout(file, stored.name, least=2)
        with file.reading():
            values = np.asarray(file.dataset(stored.name)[()])
        missing = nodata_of(file.attributes(stored.name))
        return LabelRaster(values, layout.georeference, missing)
