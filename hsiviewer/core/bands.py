"""The spectral axis of a cube."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class BandAxis:
    """Wavelengths, widths, quality and names of a cube's bands.

    Parameters
    ----------
    count : int
        Number of bands.
    wavelength_nm : ndarray of float64, shape (bands,), optional
        Band centres in nanometres, in file order (which need not be sorted);
        ``None`` when the file does not tell.
    fwhm_nm : ndarray of float64, shape (bands,), optional
        Full widths at half maximum in nanometres.
    good : ndarray of bool, shape (bands,), optional
        False where a band is marked bad; all good when omitted.
    names : tuple of str
        Band names, or empty.

    Raises
    ------
    ValueError
        If an array does not have one value per band.
    """

    count: int
    wavelength_nm: npt.NDArray[np.float64] | None = None
    fwhm_nm: npt.NDArray[np.float64] | None = None
    good: BoolArray | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("wavelength_nm", "fwhm_nm", "good"):
            values = getattr(self, name)
            if values is not None and values.shape != (self.count,):
                raise ValueError(
                    f"{name} has shape {values.shape} for {self.count} bands"
                )
        if self.names and len(self.names) != self.count:
            raise ValueError(f"{len(self.names)} names for {self.count} bands")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BandAxis):
            return NotImplemented
        return (
            self.count == other.count
            and self.names == other.names
            and _same(self.wavelength_nm, other.wavelength_nm)
            and _same(self.fwhm_nm, other.fwhm_nm)
            and bool(np.array_equal(self.good_mask, other.good_mask))
        )

    __hash__ = None  # type: ignore[assignment]  # holds arrays

    @property
    def has_wavelengths(self) -> bool:
        """Whether band centres are known."""
        return self.wavelength_nm is not None

    @property
    def good_mask(self) -> BoolArray:
        """True where a band is not marked bad, shape (bands,)."""
        return np.ones(self.count, bool) if self.good is None else self.good

    @property
    def good_bands(self) -> npt.NDArray[np.intp]:
        """Indices of the bands that are not marked bad, counted from 0."""
        return np.flatnonzero(self.good_mask)

    def with_good(self, good: BoolArray) -> "BandAxis":
        """Return the same axis with other quality marks."""
        return replace(self, good=good)

    def nearest(self, wavelength_nm: float) -> int:
        """Return the good band whose centre is closest to a wavelength.

        Raises
        ------
        ValueError
            If the wavelengths are unknown.
        """
        if self.wavelength_nm is None:
            raise ValueError("the wavelengths of this cube are unknown")
        distance = np.abs(self.wavelength_nm - wavelength_nm)
        if self.good_mask.any():
            distance = np.where(self.good_mask, distance, np.inf)
        return int(np.argmin(distance))

    def covers(self, wavelength_nm: float, *, tolerance_nm: float = 30.0) -> bool:
        """Tell whether a good band lies within a tolerance of a wavelength."""
        if self.wavelength_nm is None or not self.good_mask.any():
            return False
        centres = self.wavelength_nm[self.good_mask]
        return bool(np.min(np.abs(centres - wavelength_nm)) <= tolerance_nm)

    def label(self, band: int) -> str:
        """Return a short text for a band, such as ``"42: 664.9 nm"``.

        The number counts from 1, as users of ENVI and QGIS expect.
        """
        if self.wavelength_nm is not None:
            return f"{band + 1}: {self.wavelength_nm[band]:.1f} nm"
        if self.names:
            return f"{band + 1}: {self.names[band]}"
        return f"band {band + 1}"


def _same(first: FloatArray | None, second: FloatArray | None) -> bool:
    if first is None or second is None:
        return first is second
    return bool(np.array_equal(first, second))
