"""What GDAL says when it cannot write, as the sentences of the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError

from hsiviewer.core.atomic import unwritable
from hsiviewer.core.errors import ExportError, HsiViewerError


@contextmanager
def gdal_told(path: Path) -> Iterator[None]:
    """Turn the errors of a rasterio block that writes into an `ExportError`.

    Use it inside `replacing`: why GDAL failed is found out from the disk, while
    the unfinished file is still there.

    Raises
    ------
    DiskFullError
        If there is no space left.
    ExportError
        If the file cannot be written for another reason.
    """
    try:
        yield
    except HsiViewerError:
        raise
    except UnicodeEncodeError as error:
        raise ExportError(
            f"{str(path)!a} is not valid UTF-8, which rasters need; choose another "
            "folder or name"
        ) from error
    # A dataset that lost its end cannot be opened again, which rasterio reports as
    # a TypeError or a bare GDAL error, depending on what is missing.
    except (RasterioError, CPLE_BaseError, OSError, TypeError, SystemError) as error:
        raise unwritable(path, error) from error


def require_same(
    found: npt.NDArray[Any], written: npt.NDArray[Any], path: Path
) -> None:
    """Compare what a raster gives back with what was written.

    Raises
    ------
    ExportError
        If they differ.
    """
    if not np.array_equal(found, written, equal_nan=written.dtype.kind == "f"):
        raise reads_back_wrong(path, "values")


def reads_back_wrong(path: Path, what: str) -> ExportError:
    """Return the sentence for a file that reads back otherwise than written."""
    return ExportError(
        f"{path.name} reads back with other {what} than were written, so it was not "
        "put in place; choose a folder on another disk"
    )
