"""Both GDALs know the formats that are used, and no others; none has a network."""

import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hsiviewer.io.gdal_drivers import ALLOWED, skipped

# In a process of its own: drivers are registered once, at the first use.
SCRIPT = """
import sys
from pathlib import Path
import hsiviewer.io
from tests.io.test_gdal_drivers import registered
if sys.argv[1] == "rasterio":
    import rasterio
    with rasterio.Env():
        pass
else:
    from hsiviewer.io.gdal_environment import import_pyogrio
    import_pyogrio()
print(*registered(sys.argv[1]), sep="\\n")
"""
STARTS = {
    "command line": "import hsiviewer.cli, hsiviewer.workflows.commands.batch",
    "window": "import hsiviewer.app",
    "worker": "import hsiviewer.workflows.tasks.worker",
    "functions": "import hsiviewer; hsiviewer.open",
    "script": "from hsiviewer.io.labels import read_labels",
}


def registered(library):
    """Return the drivers of the GDAL that a library has loaded."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    files = {line.split(maxsplit=5)[-1] for line in lines if "/" in line}
    (file,) = {
        file for file in files if re.search(rf"/{library}\.libs/libgdal[^/]*$", file)
    }
    gdal = ctypes.CDLL(file)
    gdal.GDALGetDriver.restype = ctypes.c_void_p
    gdal.GDALGetDriverShortName.argtypes = [ctypes.c_void_p]
    gdal.GDALGetDriverShortName.restype = ctypes.c_char_p
    return sorted(
        gdal.GDALGetDriverShortName(gdal.GDALGetDriver(number)).decode()
        for number in range(gdal.GDALGetDriverCount())
    )


def run(script, *arguments, **variables):
    root = os.pathsep.join(filter(None, sys.path))
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "PYTHONPATH": root, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(
    not Path("/proc/self/maps").exists(), reason="finds libraries as Linux lists them"
)
@pytest.mark.parametrize("library", ["rasterio", "pyogrio"])
def test_only_allowed_drivers_are_registered(library):
    done = run(SCRIPT, library)
    assert (done.returncode, done.stderr) == (0, "")
    found = set(done.stdout.split("\n")) - {""}
    assert found - ALLOWED == set()
    assert found >= {"GTiff", "GPKG", "GeoJSON", "ESRI Shapefile"}
    assert not found & set(skipped(library).split(","))


@pytest.mark.parametrize("start", STARTS)
def test_it_holds_however_the_program_starts(start):
    script = f"{STARTS[start]}; import os, sys; print(os.environ['GDAL_SKIP'])"
    done = run(script, GDAL_SKIP="GTiff", OGR_SKIP="GPKG", PROJ_NETWORK="ON")
    assert done.stdout.strip() == skipped("rasterio")


def test_rasterio_is_still_imported_when_it_is_needed():
    done = run("import hsiviewer.io, sys; print('rasterio' in sys.modules)")
    assert done.stdout.strip() == "False"
