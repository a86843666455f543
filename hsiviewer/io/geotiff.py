"""Rasters that GDAL reads: GeoTIFF and COG above all."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.windows import Window

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube, Values
from hsiviewer.core.errors import CubeFormatError, ExportError, FileAccessError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.atomic import replacing
from hsiviewer.io.crs import IDENTITY, crs_of, georeference_of
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, placeless_allowed
from hsiviewer.io.wavelengths import SpectralAxis, decide_wavelengths

_ROWS_AT_ONCE = 256  # read in strips, so that decimation does not hold a whole band
_SLOW_BYTES = 500_000_000


def open_gdal(path: Path, *, driver: str) -> HsiCube:
    """Open a raster with one named driver, which alone is asked.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    """
    source = GdalSource(path, driver)
    with source.handle() as dataset:
        spectral, good = _spectral(dataset, path.name)
        notices = [*spectral.notices, *_speed_notice(dataset, path.name)]
        gains: Any = np.asarray(dataset.scales, float)
        offsets: Any = np.asarray(dataset.offsets, float)
        read: CubeSource = source
        read, scale, nodata = apply_gains(
            read,
            gains=gains if (gains != 1).any() else None,
            offsets=offsets if (offsets != 0).any() else None,
            nodata=dataset.nodata,
        )
        names = tuple(each or "" for each in dataset.descriptions)
        transform = tuple(dataset.transform)[:6]
        return HsiCube(
            read,
            BandAxis(
                dataset.count,
                spectral.wavelength_nm,
                spectral.fwhm_nm,
                good,
                names if any(names) else (),
            ),
            georeference_of(dataset.crs, transform),
            nodata=nodata,
            scale=scale,
            path=path,
            driver=driver,
            notices=tuple(notices),
        )


class GdalSource:
    """Stored values through rasterio, with one dataset handle per thread.

    Parameters
    ----------
    path : Path
        The file.
    driver : str
        GDAL's short name of its format.
    """

    def __init__(self, path: Path, driver: str) -> None:
        self._path = path
        self._driver = driver
        self._local = threading.local()
        self._lock = threading.Lock()
        self._handles: list[Any] = []
        self._is_closed = False
        with self.handle() as dataset:
            self._shape = (dataset.count, dataset.height, dataset.width)
            kinds = {np.dtype(each) for each in dataset.dtypes}
            self._dtype = np.result_type(*kinds)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""
        return self._dtype

    def handle(self) -> "_Borrowed":
        """Return this thread's dataset, for use in a ``with`` block."""
        return _Borrowed(self._dataset())

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `hsiviewer.core.cube.CubeSource`."""
        window = window or PixelWindow.of_shape(self._shape[1:])
        wanted = list(range(self._shape[0]) if bands is None else bands)
        rows, cols = -(-window.height // step), -(-window.width // step)
        values = np.empty((len(wanted), rows, cols), self._dtype)
        strip = max(1, _ROWS_AT_ONCE // step) * step
        for top in range(0, window.height, strip):
            height = min(strip, window.height - top)
            part = self._read(
                wanted, Window(window.col, window.row + top, window.width, height)
            )
            first = top // step
            values[:, first : first - (-height // step)] = part[:, ::step, ::step]
        return values

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        rows, cols = np.asarray(rows), np.asarray(cols)
        bands = list(range(self._shape[0]))
        spectra = np.empty((rows.size, len(bands)), self._dtype)
        for row in np.unique(rows):
            here = np.flatnonzero(rows == row)
            left, right = int(cols[here].min()), int(cols[here].max())
            line = self._read(bands, Window(left, int(row), right - left + 1, 1))
            spectra[here] = line[:, 0, cols[here] - left].T
        return spectra

    def close(self) -> None:
        """Release the file; reading afterwards is an error."""
        with self._lock:
            self._is_closed = True
            for each in self._handles:
                each.close()
            self._handles.clear()

    def _read(self, bands: Sequence[int], window: Window) -> Values:
        with _damage_told(self._path):
            values: Values = self._dataset().read(
                [each + 1 for each in bands], window=window
            )
        return values

    def _dataset(self) -> Any:
        if self._is_closed:
            raise FileAccessError(f"{self._path.name} has been closed")
        if not hasattr(self._local, "dataset"):
            dataset = open_dataset(self._path, self._driver)
            with self._lock:
                self._handles.append(dataset)
            self._local.dataset = dataset
        return self._local.dataset


class _Borrowed:
    """A dataset that stays open after the ``with`` block."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    def __enter__(self) -> Any:
        return self._dataset

    def __exit__(self, *exception: object) -> None:
        return None


def open_dataset(path: Path, driver: str, **options: str) -> Any:
    """Open a rasterio dataset with one named driver.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    """
    try:
        with placeless_allowed(), rasterio.Env(**(options or CUBE_OPTIONS)):
            return rasterio.open(path, driver=driver)
    except RasterioError as error:
        raise CubeFormatError(
            f"{path.name} is not a readable {driver} file: {_reason(error)}; copy it "
            "again from its source"
        ) from error


def read_band(dataset: Any, path: Path) -> npt.NDArray[Any]:
    """Read the first band of a rasterio dataset.

    Raises
    ------
    CubeFormatError
        If the file is damaged.
    """
    with _damage_told(path):
        values: npt.NDArray[Any] = dataset.read(1)
    return values


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except RasterioIOError as error:
        raise CubeFormatError(
            f"{path.name} is damaged: {_reason(error)}; copy it again from its source"
        ) from error


def write_geotiff(
    path: Path,
    values: npt.NDArray[np.generic],
    *,
    georeference: GeoReference,
    nodata: float | None = None,
    descriptions: Sequence[str] = (),
) -> None:
    """Write a raster as a tiled, compressed GeoTIFF.

    Parameters
    ----------
    values : ndarray, shape (bands, rows, cols)

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    try:
        with (
            replacing(path) as (partial,),
            placeless_allowed(),
            rasterio.Env(**CUBE_OPTIONS),
        ):
            profile = geotiff_profile(values, georeference, nodata=nodata)
            with rasterio.open(partial, "w", **profile) as dataset:
                dataset.write(values)
                for band, text in enumerate(descriptions, start=1):
                    dataset.set_band_description(band, text)
    except (RasterioError, OSError) as error:
        raise ExportError(
            f"{path.name} could not be written: {_reason(error)}"
        ) from error


def geotiff_profile(
    values: npt.NDArray[np.generic],
    georeference: GeoReference,
    *,
    nodata: float | None = None,
) -> dict[str, Any]:
    """Return rasterio's creation options for a raster of ours."""
    bands, rows, cols = values.shape
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "count": bands,
        "height": rows,
        "width": cols,
        "dtype": values.dtype.name,
        "compress": "deflate",
        "predictor": 3 if values.dtype.kind == "f" else 2,
        "nodata": nodata,
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "BIGTIFF": "IF_SAFER",
    }
    if georeference.has_crs:
        profile["crs"] = crs_of(georeference)
    if georeference.transform != IDENTITY:
        profile["transform"] = rasterio.Affine(*georeference.transform)
    return profile


def _spectral(
    dataset: Any, file: str
) -> tuple[SpectralAxis, npt.NDArray[np.bool_] | None]:
    """Find wavelengths in band tags, the IMAGERY domain, or the file's own tags."""
    count = dataset.count
    tags = [_lower(dataset.tags(band + 1)) for band in range(count)]
    imagery = [_lower(dataset.tags(band + 1, ns="IMAGERY")) for band in range(count)]
    whole = _lower(dataset.tags())
    good = None
    if all("bbl" in each for each in tags):
        good = np.array([each["bbl"].strip() not in ("0", "false") for each in tags])
    if all("wavelength" in each for each in tags):
        values, units = _column(tags, "wavelength"), tags[0].get("wavelength_units")
        fwhm = _column(tags, "fwhm")
    elif all("central_wavelength_um" in each for each in imagery):
        values, units = _column(imagery, "central_wavelength_um"), "um"
        fwhm = _column(imagery, "fwhm_um")
    elif "wavelength" in whole:
        values, units = _listed(whole["wavelength"]), whole.get("wavelength_units")
        fwhm = _listed(whole["fwhm"]) if "fwhm" in whole else None
    else:
        return SpectralAxis(), good
    axis = decide_wavelengths(values, units=units, fwhm=fwhm, count=count, file=file)
    return axis, good


def _column(tags: list[dict[str, str]], key: str) -> list[str] | None:
    return [each[key] for each in tags] if all(key in each for each in tags) else None


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.strip("{} \n").split(",")]


def _lower(tags: dict[str, str]) -> dict[str, str]:
    return {key.lower(): value for key, value in tags.items()}


def _speed_notice(dataset: Any, file: str) -> list[str]:
    interleaved = dataset.profile.get("interleave") == "pixel"
    size = dataset.count * dataset.height * dataset.width
    if interleaved and dataset.compression is not None and size > _SLOW_BYTES:
        return [
            f"{file} is compressed pixel by pixel, so that every band needs the whole "
            "file; a band-interleaved copy is shown much faster"
        ]
    return []


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    return str(cause).strip().rstrip(".")
