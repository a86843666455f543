"""Zarr as the registry knows it: a folder, a file that marks one, or a zip file."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hsiviewer.core.cube import HsiCube
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
from hsiviewer.io.hdf5.generic import generic_layout, nodata_of
from hsiviewer.io.hdf5.layout import assemble
from hsiviewer.io.limits import require_memory
from hsiviewer.io.reader import LabelRaster, Reader, Variable
from hsiviewer.io.zarr_store.places import MARKS, root_in
from hsiviewer.io.zarr_store.store import ZarrStore

DRIVER = "Zarr"
_ZIP = b"PK\x03\x04"


def open_zarr(path: Path, variable: str = "", *, least: int = 3) -> HsiCube:
    """Open a cube of a store.

    Parameters
    ----------
    path : Path
        A folder, a file in it that marks it as a store, or a zip file.
    variable : str
        An array (``"group/name"``, or the end of its path). The order of its axes may
        follow after a colon.
    least : int
        Least number of axes that fits: 3 for a cube, 2 for an auxiliary raster.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    CubeFormatError
        If it is damaged, or nothing fits, or several arrays do.
    """
    path = _whole(path)
    name, given = split_axes(variable, file=path.name)
    with ZarrStore(path) as store:
        layout = generic_layout(store, name, given, least=least)
        found = layout.parts[0].name
        is_alone = len(cube_candidates(store)) == 1 and not name
        kept = joined_axes("" if is_alone else found, given)
        return assemble(store, layout, variable=kept, driver=DRIVER)


def _open_plane(path: Path, variable: str) -> HsiCube:
    return open_zarr(path, variable, least=2)


def _variables(path: Path) -> Sequence[Variable]:
    with ZarrStore(_whole(path)) as store:
        wanted = [stored for stored in store.stored.values() if is_plane(stored)]
        if not is_clear(store):
            wanted = [stored for _, stored in cube_candidates(store)] + wanted
        return [
            Variable(
                stored.name,
                tuple(stored.shape[axis] for axis in long_axes(stored.shape)),
                str(stored.dtype),
            )
            for stored in wanted
        ]


def _read_labels(path: Path, variable: str) -> LabelRaster:
    path = _whole(path)
    with ZarrStore(path) as store:
        stored = named_dataset(store, variable) if variable else only_plane(store)
        size = int(np.prod(stored.shape)) * stored.dtype.itemsize
        require_memory(store.name, size)
        layout = generic_layout(store, stored.name, least=2)
        values = store.dataset(stored.name)[
            tuple(slice(0, length) for length in stored.shape)
        ]
        missing = nodata_of(store.attributes(stored.name))
        return LabelRaster(values, layout.georeference, missing)


def _whole(path: Path) -> Path:
    """Return the store that a file marks; other paths as they are."""
    return path.absolute().parent if path.name in MARKS else path


def _identify(path: Path, head: bytes) -> bool:
    if path.name in MARKS:
        return True
    if not head.startswith(_ZIP):
        return False
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            return root_in(archive.namelist()) is not None
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile, KeyError):
        return False


READER = Reader(
    "Zarr",
    (*MARKS, "*.zarr.zip"),
    _identify,
    open_zarr,
    variables=_variables,
    read_labels=_read_labels,
    open_plane=_open_plane,
)
