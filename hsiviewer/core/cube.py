"""A hyperspectral cube that is read piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.window import PixelWindow

Values = npt.NDArray[np.generic]


class CubeSource(Protocol):
    """Stored values of a raster; safe to call from several threads.

    Values are the stored ones, in the file's own type: neither scaled nor
    masked. Windows must lie inside the raster.
    """

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window, every `step`-th row and column of it.

        Parameters
        ----------
        bands : sequence of int, optional
            Bands counted from 0, in the order wanted; all when omitted.
        window : PixelWindow, optional
            The whole raster when omitted.
        step : int
            Decimation by nearest neighbour; row ``window.row + k * step``.

        Returns
        -------
        ndarray, shape (bands, ceil(height / step), ceil(width / step))
        """

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""

    def close(self) -> None:
        """Release the file; reading afterwards is an error."""


@dataclass(frozen=True, eq=False)
class HsiCube:
    """A raster source with what is known about it.

    Also used for auxiliary rasters such as a surface model, which are cubes of
    one or a few bands without wavelengths.

    Parameters
    ----------
    source : CubeSource
        Where the values come from.
    bands : BandAxis
        Spectral axis; its count equals the source's.
    georeference : GeoReference
        Where the pixels lie.
    nodata : float, optional
        Stored value that means "no value", besides NaN.
    scale : float
        Stored values divided by this are what `quantity` says; 1 when unknown.
    path : Path
        File or folder that was opened.
    variable : str
        Name of the variable inside the file, where it holds several.
    driver : str
        Short name of the format, such as ``"ENVI"``.
    default_bands : tuple of int
        Bands that the file proposes for the first view: none, one or three.
    notices : tuple of str
        Sentences on what was assumed about a doubtful file.
    axes : tuple of str
        Order in which the file lists ``"rows"``, ``"cols"`` and ``"bands"``, where
        its format does not fix that and another order can be asked for; else empty.
    quantity : str
        What the scaled values are, one of `hsiviewer.core.quantities.QUANTITIES`.
        Empty where nothing is known; a scale other than 1 means reflectance then.
    title : str
        What results call a cube whose file is a temporary one; empty for others.
    unit : str
        Of the scaled values, as the file spells it, such as ``"W/m2/sr/um"``; empty
        where there is none, or nothing is known.
    metadata : SceneMetadata
        What the user has said about the scene; it is contained in all the others.
    """

    source: CubeSource
    bands: BandAxis
    georeference: GeoReference = field(default_factory=GeoReference)
    nodata: float | None = None
    scale: float = 1.0
    path: Path = field(default_factory=Path)
    variable: str = ""
    driver: str = ""
    default_bands: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    quantity: str = ""
    title: str = ""
    unit: str = ""
    metadata: SceneMetadata = field(default_factory=SceneMetadata)

    def __post_init__(self) -> None:
        if self.bands.count != self.source.shape[0]:
            raise ValueError(
                f"a band axis of {self.bands.count} bands for a source of "
                f"{self.source.shape[0]}"
            )

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self.source.shape

    @property
    def grid_shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.source.shape[1:]

    @property
    def window(self) -> PixelWindow:
        """The window of the whole cube."""
        return PixelWindow.of_shape(self.grid_shape)

    @property
    def is_reflectance(self) -> bool:
        """Whether the scaled values are known to be reflectance."""
        if self.quantity:
            return self.quantity == REFLECTANCE
        return self.scale != 1.0

    @property
    def name(self) -> str:
        """What users call the cube: its file name."""
        return self.path.name

    @property
    def reference(self) -> str:
        """Path with variable, as the command line takes it."""
        return f"{self.path}:{self.variable}" if self.variable else str(self.path)

    @property
    def origin(self) -> str:
        """Where results say that the values come from: the reference of a file."""
        return self.title or self.reference

    def is_nodata(self, values: Values) -> npt.NDArray[np.bool_]:
        """Tell where stored values mean "no value"; same shape as `values`."""
        missing = np.zeros(values.shape, bool)
        if np.issubdtype(values.dtype, np.floating):
            missing = ~np.isfinite(values)
        if self.nodata is not None:
            missing |= np.equal(values, self.nodata)
        return missing

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> npt.NDArray[np.float32]:
        """Read scaled values with NaN for nodata; arguments as `CubeSource.read`."""
        stored = self.source.read(bands, window, step=step)
        return self._scaled(stored)

    def read_spectrum(self, row: int, col: int) -> npt.NDArray[np.float32]:
        """Read one scaled spectrum with NaN for nodata, shape (bands,)."""
        spectra = self.read_spectra(np.array([row]), np.array([col]))
        return spectra.reshape(-1)

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.float32]:
        """Read scaled spectra with NaN for nodata, shape (n, bands)."""
        return self._scaled(self.source.read_spectra(rows, cols))

    def valid_mask(
        self, window: PixelWindow | None = None, *, step: int = 1
    ) -> npt.NDArray[np.bool_]:
        """Tell which pixels have a value in at least one good band.

        Three good bands, spread over the axis, stand for all: a pixel outside
        the scene has none of them.
        """
        good = self.bands.good_bands
        if good.size == 0:
            good = np.arange(self.bands.count)
        probes = sorted({int(good[0]), int(good[good.size // 2]), int(good[-1])})
        stored = self.source.read(probes, window, step=step)
        return np.logical_not(self.is_nodata(stored).all(axis=0))

    def with_bands(self, bands: BandAxis) -> "HsiCube":
        """Return the same cube with another band axis, such as edited marks."""
        return replace(self, bands=bands)

    def close(self) -> None:
        """Release the file."""
        self.source.close()

    def _scaled(self, stored: Values) -> npt.NDArray[np.float32]:
        with np.errstate(over="ignore"):
            # Beyond single precision lies infinity, which counts as no value.
            values = stored.astype(np.float32)
        if self.scale != 1.0:
            values /= np.float32(self.scale)
        values[self.is_nodata(stored)] = np.nan
        return values


class ArraySource:
    """A `CubeSource` over an array in memory or a memory map.

    Parameters
    ----------
    values : ndarray, shape (bands, rows, cols)
        Kept, not copied.
    """

    def __init__(self, values: Values) -> None:
        if values.ndim != 3:
            raise ValueError(f"a cube has three axes, not shape {values.shape}")
        self._values = values

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        bands, rows, cols = self._values.shape
        return bands, rows, cols

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""
        return self._values.dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        rows, cols = (window or PixelWindow.of_shape(self.shape[1:])).slices
        part = self._values[
            :, rows.start : rows.stop : step, cols.start : cols.stop : step
        ]
        if bands is None:
            return np.array(part)
        return np.stack([part[band] for band in bands])

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        return np.ascontiguousarray(self._values[:, rows, cols].T)

    def close(self) -> None:
        """Do nothing: the array belongs to the caller."""
