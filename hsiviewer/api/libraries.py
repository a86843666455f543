"""Spectral libraries for scripts."""

import os
from pathlib import Path

from hsiviewer.io.spectral_library import SpectralLibrary
from hsiviewer.io.spectral_library import read_library as read


def read_library(path: str | os.PathLike[str]) -> SpectralLibrary:
    r"""Read a spectral library: ENVI, ASD, SVC, SED, ECOSTRESS, USGS text or a table.

    Parameters
    ----------
    path : str or path
        A file; or a folder, whose spectra must have the same wavelengths.

    Returns
    -------
    SpectralLibrary
        ``names``, ``wavelength_nm`` with shape (bands,), ``spectra`` with shape
        (n, bands), and ``notices`` on what was assumed or left out.

    Raises
    ------
    FileAccessError, CubeFormatError
        If it cannot be read, or is no spectral library.

    Examples
    --------
    >>> import hsiviewer
    >>> with open("leaves.csv", "w") as file:
    ...     _ = file.write("wavelength_nm,oak,pine\n450,0.1,0.2\n550,0.3,0.3\n")
    ...     _ = file.write("650,0.1,0.1\n850,0.5,0.4\n")
    >>> library = hsiviewer.read_library("leaves.csv")
    >>> library.names
    ('oak', 'pine')
    >>> library.spectra.shape
    (2, 4)
    """
    return read(Path(path))
