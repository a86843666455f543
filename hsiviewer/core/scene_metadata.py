"""What a user says about a scene where its file says nothing, or something wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from math import isfinite
from typing import Literal

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AXES
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import SceneMetadataError
from hsiviewer.core.quantities import QUANTITIES

Transform = tuple[float, float, float, float, float, float]
FloatArray = npt.NDArray[np.float64]

NO_NODATA: Literal["none"] = "none"
NO_REFERENCE = "none"
# Sensors see light from the ultraviolet to the far infrared.
SHORTEST_NM, LONGEST_NM = 200.0, 300_000.0
_LONGEST_TEXT = 100
_LONGEST_PATH = 4096
_MOST_REFLECTANCE = 2.0  # a mirror as reference makes no sense beyond
_LONGEST_CRS = 100_000


@dataclass(frozen=True, kw_only=True)
class SceneMetadata:
    """What a user says about a scene; whatever is left out is as the file says.

    The user's file is never written: a record is kept in the project or in a file of
    its own, and applied to the cube that a reader has opened.

    Parameters
    ----------
    axes : tuple of str
        Order in which the file lists rows, cols and bands; of files that do not name
        their axes.
    wavelengths_nm : tuple of float
        Band centres in nanometres, one for each band.
    range_nm : tuple of 2 float, optional
        First and last band centre in nanometres; those between are evenly spaced.
    sensor : str
        Id of a sensor that has these bands.
    fwhm_nm : tuple of float
        Full widths at half maximum in nanometres, one for each band or one for all.
    bad_bands : tuple of int, optional
        Bands that no method uses, counted from 0; an empty tuple for none.
    nodata : float or "none", optional
        Stored value that means "no value".
    scale : float, optional
        Stored values are divided by this.
    offset : float, optional
        Added to the scaled values, in their unit.
    quantity : str
        One of `hsiviewer.core.quantities.QUANTITIES`.
    unit : str
        Of the scaled values.
    crs : str
        Coordinate reference system: a code such as ``"EPSG:32633"``, or well-known
        text.
    transform : tuple of 6 float, optional
        ``(a, b, c, d, e, f)`` as in `GeoReference`, at pixel corners.
    default_bands : tuple of int
        One or three bands to show first, counted from 0.
    dark, white : str
        Files with the dark and the white reference of a laboratory capture, relative
        to its folder; ``"none"`` for none, even if one lies beside it.
    white_reflectance : float, optional
        Of the white reference, such as 0.99.

    Raises
    ------
    SceneMetadataError
        If a value is impossible whatever the scene is.
    """

    axes: tuple[str, ...] = ()
    wavelengths_nm: tuple[float, ...] = ()
    range_nm: tuple[float, float] | None = None
    sensor: str = ""
    fwhm_nm: tuple[float, ...] = ()
    bad_bands: tuple[int, ...] | None = None
    nodata: float | Literal["none"] | None = None
    scale: float | None = None
    offset: float | None = None
    quantity: str = ""
    unit: str = ""
    crs: str = ""
    transform: Transform | None = None
    default_bands: tuple[int, ...] = ()
    dark: str = ""
    white: str = ""
    white_reflectance: float | None = None

    def __post_init__(self) -> None:
        self._check_spectral()
        self._check_values()
        self._check_place()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self == SceneMetadata()

    @property
    def has_references(self) -> bool:
        """Whether something is said about the references of a capture."""
        return bool(self.dark or self.white or self.white_reflectance is not None)

    @property
    def has_wavelengths(self) -> bool:
        """Whether band centres are said, in one way or another."""
        return bool(self.wavelengths_nm or self.range_nm or self.sensor)

    @property
    def said(self) -> tuple[str, ...]:
        """Names of the fields that say something, in their order."""
        return self.differences(SceneMetadata())

    def differences(self, other: "SceneMetadata") -> tuple[str, ...]:
        """Return the names of the fields that another record has otherwise."""
        return tuple(
            field.name
            for field in fields(self)
            if getattr(self, field.name) != getattr(other, field.name)
        )

    def on_bands(
        self,
        bands: BandAxis,
        *,
        sensor_nm: FloatArray | None = None,
        sensor_fwhm_nm: FloatArray | None = None,
    ) -> BandAxis:
        """Return a band axis with what is said about the bands.

        Parameters
        ----------
        bands : BandAxis
            As the file says.
        sensor_nm, sensor_fwhm_nm : ndarray of float64, shape (bands,), optional
            What `sensor` stands for.

        Raises
        ------
        SceneMetadataError
            If the number of values is not that of the bands.
        """
        count = bands.count
        centres, widths = bands.wavelength_nm, bands.fwhm_nm
        if self.has_wavelengths:
            centres, widths = self._centres(count, sensor_nm), sensor_fwhm_nm
        if self.fwhm_nm:
            widths = self._widths(count)
        good = bands.good
        if self.bad_bands is not None:
            good = self._good(count)
        return BandAxis(count, centres, widths, good, bands.names)

    def check_default_bands(self, count: int) -> None:
        """Check that the first view can be shown.

        Raises
        ------
        SceneMetadataError
            If it names a band that is not there.
        """
        _require_bands(self.default_bands, count, "the default composite")

    def _centres(self, count: int, sensor_nm: FloatArray | None) -> FloatArray:
        if self.range_nm is not None:
            first, last = self.range_nm
            if count == 1:
                raise SceneMetadataError(
                    "a scene of one band has one wavelength; give that alone"
                )
            return np.linspace(first, last, count)
        if self.sensor:
            if sensor_nm is None:
                raise SceneMetadataError(f"there is no sensor {self.sensor!r}")
            return sensor_nm
        if len(self.wavelengths_nm) != count:
            raise SceneMetadataError(
                f"{len(self.wavelengths_nm)} wavelengths are given for {count} bands; "
                "give one for each band"
            )
        return np.array(self.wavelengths_nm, np.float64)

    def _widths(self, count: int) -> FloatArray:
        if len(self.fwhm_nm) not in (1, count):
            raise SceneMetadataError(
                f"{len(self.fwhm_nm)} band widths (FWHM) are given for {count} bands; "
                "give one for all, or one for each band"
            )
        return np.resize(np.array(self.fwhm_nm, np.float64), count)

    def _good(self, count: int) -> npt.NDArray[np.bool_]:
        bad = self.bad_bands or ()
        _require_bands(bad, count, "the bad bands")
        good = np.ones(count, bool)
        good[list(bad)] = False
        if not good.any():
            raise SceneMetadataError(
                "all bands are said to be bad; leave some bands to use"
            )
        return good

    def _check_spectral(self) -> None:
        if self.axes and sorted(self.axes) != sorted(AXES):
            raise SceneMetadataError(
                f"axes cannot be {', '.join(self.axes)!r}; name rows, cols and bands "
                "once each, in the order of the file"
            )
        ways = (self.wavelengths_nm, self.range_nm, self.sensor)
        if sum(map(bool, ways)) > 1:
            raise SceneMetadataError(
                "wavelengths are said in two ways; give either a list, or the first "
                "and the last one, or a sensor"
            )
        centres = (*self.wavelengths_nm, *(self.range_nm or ()))
        if not all(SHORTEST_NM <= centre <= LONGEST_NM for centre in centres):
            raise SceneMetadataError(
                f"wavelengths run from {min(centres):g} to {max(centres):g} nm, which "
                "is no light between 200 and 300 000 nm; check their unit"
            )
        if self.range_nm is not None and self.range_nm[0] == self.range_nm[1]:
            raise SceneMetadataError("the first and the last wavelength are the same")
        if not all(isfinite(width) and width > 0 for width in self.fwhm_nm):
            raise SceneMetadataError("band widths (FWHM) are positive numbers")
        if self.bad_bands is not None:
            _require_distinct(self.bad_bands, "the bad bands")
        if len(self.default_bands) not in (0, 1, 3):
            raise SceneMetadataError(
                f"{len(self.default_bands)} bands cannot be shown at once; give one "
                "band, or three for red, green and blue"
            )

    def _check_values(self) -> None:
        if self.scale is not None and not (isfinite(self.scale) and self.scale > 0):
            raise SceneMetadataError(
                f"values cannot be divided by the scale {self.scale:g}; give a "
                "positive number"
            )
        if self.offset is not None and not isfinite(self.offset):
            raise SceneMetadataError("the offset is not a finite number")
        if isinstance(self.nodata, str) and self.nodata != NO_NODATA:
            raise SceneMetadataError(
                f"nodata cannot be {self.nodata[:40]!r}; give a number, or none"
            )
        if isinstance(self.nodata, float) and not isfinite(self.nodata):
            raise SceneMetadataError(
                "NaN and infinity always mean 'no value'; leave nodata out, or give "
                "the number that means it"
            )
        if self.quantity and self.quantity not in QUANTITIES:
            raise SceneMetadataError(
                f"the quantity {self.quantity[:40]!r} is unknown; choose one of "
                f"{', '.join(QUANTITIES)}"
            )
        _require_short(self.unit, "the unit", _LONGEST_TEXT)
        _require_short(self.dark, "the dark reference", _LONGEST_PATH)
        _require_short(self.white, "the white reference", _LONGEST_PATH)
        panel = self.white_reflectance
        if panel is not None and not 0 < panel <= _MOST_REFLECTANCE:
            raise SceneMetadataError(
                f"a white reference cannot reflect {panel:g} of the light; give a "
                "fraction such as 0.99"
            )

    def _check_place(self) -> None:
        _require_short(self.crs, "the coordinate system", _LONGEST_CRS)
        if self.transform is None:
            return
        a, b, _, d, e, _ = self.transform
        if not all(map(isfinite, self.transform)):
            raise SceneMetadataError("the transform is not made of finite numbers")
        if a * e == b * d:
            raise SceneMetadataError(
                "the transform puts all pixels on one line; the size of a pixel is "
                "not 0"
            )


def _require_bands(bands: Sequence[int], count: int, what: str) -> None:
    outside = [band for band in bands if not 0 <= band < count]
    if outside:
        raise SceneMetadataError(
            f"{what} name band {outside[0] + 1}; there are the bands 1 to {count}"
        )


def _require_distinct(bands: Sequence[int], what: str) -> None:
    doubled = [a for a, b in pairwise(sorted(bands)) if a == b]
    if doubled:
        raise SceneMetadataError(f"{what} name band {doubled[0] + 1} twice")


def _require_short(text: str, what: str, longest: int) -> None:
    if len(text) > longest or (longest == _LONGEST_TEXT and not text.isprintable()):
        raise SceneMetadataError(
            f"{what} {text[:40]!r}... is no single line of {longest} characters"
        )
