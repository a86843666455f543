"""What a product of a sensor consists of; each has a file of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.layout import Layout


@dataclass(frozen=True)
class Product:
    """One kind of product.

    Parameters
    ----------
    label : str
        Short name, such as ``"PRISMA"``.
    recognise : callable
        ``(file) -> bool``: by groups and attributes, not by names of files.
    layout : callable
        ``(file, view) -> Layout``. The view is one of `views`, or empty.
    views : tuple of str
        What may stand after the colon of a reference besides the names of datasets,
        such as a detector. Others are read as any HDF5 file.
    """

    label: str
    recognise: Callable[[Hdf5File], bool]
    layout: Callable[[Hdf5File, str], Layout]
    views: tuple[str, ...] = ()
