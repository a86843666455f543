"""A made-up scene that looks and behaves like one from a small airborne sensor."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.analysis.reflectance import SURFACES
from hsiviewer.analysis.townscape import MATERIALS, Townscape, draw_townscape
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.georeference import GeoReference

SCALE = 10000.0
PIXEL_M = 1.0
_MOST_PIXELS, _MOST_VALUES = 4 * 10**6, 10**9
_FINER = 3  # points of the plan per pixel and direction
_PURE = 0.75  # share of a pixel that one use must have to be in the reference
_SUN_AZIMUTH, _SUN_ELEVATION = np.deg2rad(155.0), np.deg2rad(48.0)
_WATER_VAPOUR_NM = ((1345.0, 1430.0), (1800.0, 1965.0))

# WGS 84 / UTM zone 33N as ESRI and GDAL both read it.
_UTM33N = (
    'PROJCS["WGS 84 / UTM zone 33N",GEOGCS["WGS 84",DATUM["WGS_1984",'
    'SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],'
    'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],'
    'PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
    'AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","32633"]]'
)

SCHEME = ClassScheme(
    tuple(
        LandCoverClass(number, name, color, description)
        for number, (name, color, description) in enumerate(
            (
                (
                    "water",
                    "#2b7bba",
                    "Open water of a river and a pond: dark, nearly black in the "
                    "infrared, smooth, lower than its banks.",
                ),
                (
                    "lawn",
                    "#8fd14f",
                    "Mown grass in gardens and meadows: bright in the near infrared "
                    "with a clear red edge, smooth and flat.",
                ),
                (
                    "tree",
                    "#1b7837",
                    "Broad-leaved crowns in woods and gardens: dark green, strong red "
                    "edge and leaf water, rough, 4 to 17 m high, with cast shadows.",
                ),
                (
                    "maize",
                    "#c7b42c",
                    "Vigorous maize in rows with bare soil between: very high near "
                    "infrared, strong leaf water, about 2 m high.",
                ),
                (
                    "ripe wheat",
                    "#f2d98b",
                    "Ripe wheat in rows: straw-coloured, weak red edge, dry, with "
                    "cellulose near 2100 nm, below 1 m.",
                ),
                (
                    "bare soil",
                    "#a6611a",
                    "Ploughed bare soil: brown, rising towards the infrared, clay "
                    "absorption at 2200 nm, no red edge, flat.",
                ),
                (
                    "asphalt",
                    "#5b5b66",
                    "Asphalt of roads and a car park: dark and flat spectrum, rising "
                    "a little, hydrocarbons near 2310 nm, at ground level.",
                ),
                (
                    "gravel",
                    "#b9b3c9",
                    "Light crushed stone of yards and tracks: bright, nearly flat, "
                    "carbonate absorption at 2340 nm, at ground level.",
                ),
                (
                    "tile roof",
                    "#d1495b",
                    "Red clay tiles on pitched roofs: iron absorptions at 480 and "
                    "870 nm, 4 to 9 m high.",
                ),
                (
                    "metal roof",
                    "#7fdbda",
                    "Coated sheet metal on flat roofs of halls: bright and smooth, "
                    "falling towards the short-wave infrared, 4 to 7 m high.",
                ),
            ),
            start=1,
        )
    )
)


@dataclass(frozen=True, eq=False)
class SyntheticScene:
    """A scene with everything that is known about it.

    Parameters
    ----------
    values : ndarray of int16, shape (bands, rows, cols)
        Reflectance times `SCALE`.
    bands : BandAxis
        Wavelengths, widths, and the bands lost to water vapour.
    georeference : GeoReference
        UTM zone 33N, pixels of `PIXEL_M`.
    surface : ndarray of float32, shape (rows, cols)
        Elevation of roofs and crowns in metres.
    reference : ndarray of uint16, shape (rows, cols)
        Class of the pixels that belong to one use for the most part.
    labels : ndarray of uint16, shape (rows, cols)
        A few pixels per class, as a user would click them.
    scheme : ClassScheme
        Names, colours and descriptions.
    """

    values: npt.NDArray[np.int16]
    bands: BandAxis
    georeference: GeoReference
    surface: npt.NDArray[np.float32]
    reference: npt.NDArray[np.uint16]
    labels: npt.NDArray[np.uint16]
    scheme: ClassScheme


def make_scene(
    *,
    rows: int = 160,
    cols: int = 200,
    bands: int = 120,
    seed: int = 0,
    shots: int = 10,
) -> SyntheticScene:
    """Make the scene; the same for the same arguments.

    Parameters
    ----------
    rows, cols, bands : int
        Size; at least 48 rows, 48 columns and 8 bands.
    seed : int
        Source of every random choice.
    shots : int
        Labels per class.

    Raises
    ------
    ConfigurationError
        If the size is too small to hold a town, or too large to be made in memory.
    """
    if rows < 48 or cols < 48 or bands < 8:
        raise ConfigurationError(
            f"a sample scene of {rows} rows, {cols} columns and {bands} bands is too "
            "small; take at least 48 rows, 48 columns and 8 bands"
        )
    if rows * cols > _MOST_PIXELS or rows * cols * bands > _MOST_VALUES:
        raise ConfigurationError(
            f"a sample scene of {rows} rows, {cols} columns and {bands} bands is too "
            f"large; take at most {_MOST_PIXELS // 10**6} million pixels and "
            f"{_MOST_VALUES // 10**6} million values, such as 1000 rows, 1000 columns "
            "and 200 bands"
        )
    generator = np.random.Generator(np.random.PCG64(seed))
    town = draw_townscape(
        (rows * _FINER, cols * _FINER),
        spacing_m=PIXEL_M / _FINER,
        generator=generator,
    )
    axis = _band_axis(bands)
    reference = _reference(town)
    return SyntheticScene(
        values=_measured(town, axis, generator),
        bands=axis,
        georeference=GeoReference(
            crs_wkt=_UTM33N,
            transform=(PIXEL_M, 0.0, 368200.0, 0.0, -PIXEL_M, 5806900.0),
            crs_name="EPSG:32633",
        ),
        surface=_coarse(town.surface).astype(np.float32),
        reference=reference,
        labels=_labels(reference, shots, generator),
        scheme=SCHEME,
    )


def _band_axis(bands: int) -> BandAxis:
    wavelength_nm = np.round(np.linspace(405.0, 2495.0, bands), 2)
    good = np.ones(bands, bool)
    for start, stop in _WATER_VAPOUR_NM:
        good &= (wavelength_nm < start) | (wavelength_nm > stop)
    fwhm_nm = np.full(bands, round(2090.0 / bands * 1.05, 2))
    return BandAxis(bands, wavelength_nm, fwhm_nm, good)


def _measured(
    town: Townscape, axis: BandAxis, generator: np.random.Generator
) -> npt.NDArray[np.int16]:
    """Return what the sensor records, band by band."""
    wavelength_nm = axis.wavelength_nm
    if wavelength_nm is None:
        raise ValueError("the sensor needs wavelengths")
    first = np.stack(
        [SURFACES[material].first(wavelength_nm) for material in MATERIALS]
    )
    second = np.stack(
        [SURFACES[material].second(wavelength_nm) for material in MATERIALS]
    )
    direct, diffuse = _illumination(town)
    rows, cols = (side // _FINER for side in town.use.shape)
    values = np.empty((axis.count, rows, cols), np.int16)
    for band in range(axis.count):
        low = first[:, band].astype(np.float32)[town.material]
        high = second[:, band].astype(np.float32)[town.material]
        # The sky is blue: shadows keep more light at short wavelengths.
        sky = np.float32(0.10 + 0.22 * np.exp(-(wavelength_nm[band] - 400) / 320))
        light = (1 - sky) * direct + sky * diffuse
        pure = (low + (high - low) * town.variant) * light
        mixed = _coarse(ndimage.gaussian_filter(pure, _FINER * 0.35))
        noise = generator.standard_normal((rows, cols), dtype=np.float32)
        recorded = _recorded(
            mixed, noise, wavelength_nm[band], bool(axis.good_mask[band])
        )
        values[band] = np.clip(np.rint(recorded * SCALE), -500, 12000)
    return values


def _recorded(
    mixed: npt.NDArray[np.float32],
    noise: npt.NDArray[np.float32],
    wavelength_nm: float,
    good: bool,
) -> npt.NDArray[np.float32]:
    """Add sensor noise; in a dead band nothing else is left."""
    if not good:
        return np.float32(0.004) + np.float32(0.012) * noise
    # Silicon and mercury cadmium telluride detectors are weak at their ends.
    ends = np.exp(-(wavelength_nm - 400) / 60) + np.exp((wavelength_nm - 2500) / 150)
    sigma = np.float32(0.0025 + 0.006 * ends) + np.float32(0.006) * np.sqrt(
        np.maximum(mixed, 0)
    )
    return mixed + sigma * noise


def _illumination(
    town: Townscape,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return direct and diffuse light, 1 on flat ground in the sun."""
    surface = town.surface
    spacing = PIXEL_M / _FINER
    smooth = ndimage.gaussian_filter(surface, 1.0)
    down, right = np.gradient(smooth, spacing)
    east, north = np.sin(_SUN_AZIMUTH), np.cos(_SUN_AZIMUTH)
    slope = np.tan(np.pi / 2 - _SUN_ELEVATION)
    facing = (1 - slope * (right * east - down * north)) / np.sqrt(
        1 + right**2 + down**2
    )
    direct = np.clip(facing, 0.0, 1.8) * ~_shadow(surface, spacing)
    diffuse = 0.5 + 0.5 / np.sqrt(1 + right**2 + down**2)
    return direct.astype(np.float32), diffuse.astype(np.float32)


def _shadow(surface: npt.NDArray[np.float32], spacing: float) -> npt.NDArray[np.bool_]:
    """Tell where something higher stands between the ground and the sun."""
    shadow = np.zeros(surface.shape, bool)
    highest = float(surface.max() - surface.min())
    reach = int(highest / np.tan(_SUN_ELEVATION) / spacing) + 1
    for step in range(1, reach + 1):
        row = -round(-step * np.cos(_SUN_AZIMUTH))
        col = round(step * np.sin(_SUN_AZIMUTH))
        blocker = ndimage.shift(surface, (row, -col), order=0, mode="nearest")
        shadow |= blocker > surface + step * spacing * np.tan(_SUN_ELEVATION) + 0.15
    return shadow


def _reference(town: Townscape) -> npt.NDArray[np.uint16]:
    shares = np.stack([_coarse(town.use == number) for number in range(len(MATERIALS))])
    best = shares.argmax(axis=0)
    return np.where(shares.max(axis=0) >= _PURE, best + 1, 0).astype(np.uint16)


def _labels(
    reference: npt.NDArray[np.uint16], shots: int, generator: np.random.Generator
) -> npt.NDArray[np.uint16]:
    labels = np.zeros(reference.shape, np.uint16)
    for class_id in np.unique(reference[reference > 0]):
        # A user clicks inside things, not on their edges.
        own = reference == class_id
        inside = ndimage.binary_erosion(own)
        places = np.flatnonzero(inside if inside.sum() >= shots else own)
        labels.reshape(-1)[generator.permutation(places)[:shots]] = class_id
    return labels


def _coarse(fine: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """Average the points of the plan that fall into each pixel."""
    rows, cols = (side // _FINER for side in fine.shape)
    blocks = fine.reshape(rows, _FINER, cols, _FINER).astype(np.float32)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float32)
