"""A spectrum with the pixel that it belongs to, and what a reading says."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.base.texts import tr

Spectrum = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PixelSpectrum:
    """A spectrum and where it was read."""

    row: int
    col: int
    values: Spectrum

    @property
    def is_nodata(self) -> bool:
        """Whether the pixel has no value in any band."""
        return not np.isfinite(self.values).any()

    @property
    def place(self) -> str:
        """Row and column as text."""
        return tr("row {0}, col {1}").format(self.row, self.col)


def reading_text(bands: BandAxis, band: int, spectrum: PixelSpectrum | None) -> str:
    """Return wavelength and value at a band, or what is special about a pixel.

    Parameters
    ----------
    bands : BandAxis
        The cube's.
    band : int
        Band under the mouse; -1 for none.
    spectrum : PixelSpectrum, optional
        The spectrum that is read.
    """
    if band >= 0:
        place = tr("band {0}").format(bands.label(band).removeprefix("band "))
        if not bands.good_mask[band]:
            return tr("{0} (bad band)").format(place)
        if spectrum is not None and np.isfinite(spectrum.values[band]):
            return f"{place} · {spectrum.values[band]:.4g}"
        return place
    if spectrum is not None and spectrum.is_nodata:
        return tr("{0}: no data").format(spectrum.place)
    return ""
