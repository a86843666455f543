"""The settings under which GDAL and PROJ run inside hsiviewer."""

import importlib
import importlib.util
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hsiviewer.io.gdal_drivers import skipped

# PostGIS, OSGeo4W and others set these for every program of the computer, and
# PROJ then reads a database of another version ("proj.db contains ... LAYOUT").
_FOREIGN = (
    "PROJ_LIB",
    "PROJ_DATA",
    "GDAL_DATA",
    "GDAL_DRIVER_PATH",
    "GDAL_PYTHON_DRIVER_PATH",
)

# Nothing that a file says may reach the network. GDAL asks its virtual file systems
# for this one name only; other requests fail at a proxy of a kind that is none.
_NO_NETWORK = {
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/nothing",
    "GDAL_HTTP_PROXY": "none://none",
    "GDAL_HTTP_MAX_RETRY": "0",
    "PROJ_NETWORK": "OFF",
}

# GDAL must neither write .aux.xml beside a user's cube nor follow files that lie
# beside it by chance; the size check refuses files that were cut short.
CUBE_OPTIONS = {
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "RAW_CHECK_FILE_SIZE": "YES",
    "GTIFF_POINT_GEO_IGNORE": "NO",
}

# Names of classes live in .aux.xml: maps are opened with it.
MAP_OPTIONS = {
    "GDAL_PAM_ENABLED": "YES",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "RAW_CHECK_FILE_SIZE": "YES",
}


def use_bundled_data() -> None:
    """Forget foreign GDAL and PROJ folders if rasterio brings its own.

    A rasterio without its own data, as conda and Linux distributions build it,
    keeps the environment that its package manager has set.
    """
    if _has_own_data():
        for name in _FOREIGN:
            os.environ.pop(name, None)


def forbid_network_and_drivers() -> None:
    """Leave rasterio's GDAL the drivers that the program uses, and no network.

    Works for what has not been registered yet, so before rasterio opens anything.
    """
    os.environ.update(_NO_NETWORK)
    os.environ["GDAL_SKIP"] = skipped("rasterio")
    os.environ.pop("OGR_SKIP", None)


def import_pyogrio() -> Any:
    """Import pyogrio, whose own GDAL registers its drivers at that moment.

    Returns
    -------
    module
        ``pyogrio.raw``.
    """
    # GDAL prints a warning for each name that it does not know.
    before = os.environ.get("GDAL_SKIP", "")
    os.environ["GDAL_SKIP"] = skipped("pyogrio")
    try:
        return importlib.import_module("pyogrio.raw")
    finally:
        os.environ["GDAL_SKIP"] = before


@contextmanager
def placeless_allowed() -> Iterator[None]:
    """Keep rasterio silent about rasters that do not say where they lie.

    Laboratory scenes have no place, which is no fault; the program itself says
    "no CRS" where it matters.
    """
    from rasterio.errors import NotGeoreferencedWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def _has_own_data() -> bool:
    found = importlib.util.find_spec("rasterio")
    if found is None or not found.submodule_search_locations:
        return False
    return any(
        (Path(folder) / "proj_data" / "proj.db").is_file()
        for folder in found.submodule_search_locations
    )
