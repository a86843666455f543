"""Three bands as red, green and blue: presets chosen by wavelength."""

from dataclasses import dataclass

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube

FILE_DEFAULT = "default"
SPREAD = "spread"
SINGLE_BAND = "single"


@dataclass(frozen=True)
class Composite:
    """A way to show three bands at once.

    Parameters
    ----------
    id : str
        Stable name for scripts and settings.
    title : str
        What users call it.
    wavelengths_nm : tuple of 3 float
        Where red, green and blue are taken from.
    purpose : str
        What it makes visible.
    """

    id: str
    title: str
    wavelengths_nm: tuple[float, float, float]
    purpose: str


COMPOSITES = (
    Composite(
        "true-colour",
        "True colour",
        (650.0, 550.0, 450.0),
        "as the eye would see the scene",
    ),
    Composite(
        "colour-infrared",
        "Colour infrared",
        (850.0, 650.0, 550.0),
        "living vegetation red, water black",
    ),
    Composite(
        "red-edge",
        "Red edge",
        (750.0, 705.0, 665.0),
        "differences in chlorophyll within vegetation",
    ),
    Composite(
        "agriculture",
        "Agriculture",
        (1610.0, 850.0, 480.0),
        "crops bright green, bare soil magenta",
    ),
    Composite(
        "short-wave-infrared",
        "Short-wave infrared",
        (2200.0, 850.0, 665.0),
        "moisture, burnt areas and built-up land",
    ),
    Composite(
        "geology",
        "Geology",
        (2330.0, 2200.0, 1650.0),
        "clays, carbonates and altered rock",
    ),
)


def available_composites(bands: BandAxis) -> tuple[Composite, ...]:
    """Return the presets whose three wavelengths a band axis covers.

    Two of the three must not fall on the same band. Without wavelengths there
    is none.
    """
    if not bands.has_wavelengths:
        return ()
    return tuple(
        composite
        for composite in COMPOSITES
        if all(bands.covers(wavelength) for wavelength in composite.wavelengths_nm)
        and len(set(composite_bands(composite, bands))) == 3
    )


def composite_bands(composite: Composite, bands: BandAxis) -> tuple[int, int, int]:
    """Return the bands, counted from 0, that a preset shows as red, green, blue.

    Raises
    ------
    ValueError
        If the wavelengths are unknown.
    """
    red, green, blue = composite.wavelengths_nm
    return bands.nearest(red), bands.nearest(green), bands.nearest(blue)


def spread_bands(bands: BandAxis) -> tuple[int, ...]:
    """Return last, middle and first good band, or one band if there are fewer.

    For cubes without wavelengths; as wavelengths usually rise, the picture gets
    its red from the long end.
    """
    good = bands.good_bands.tolist() or list(range(bands.count))
    if len(good) < 3:
        return (good[0],)
    return good[-1], good[len(good) // 2], good[0]


def bands_of(composite: str, cube: HsiCube) -> tuple[int, ...]:
    """Return the bands that a composite id means for a cube.

    Raises
    ------
    ValueError
        If the cube cannot be shown that way.
    """
    if composite == FILE_DEFAULT and _valid_defaults(cube):
        return cube.default_bands
    if composite == SPREAD:
        return spread_bands(cube.bands)
    for preset in available_composites(cube.bands):
        if preset.id == composite:
            return composite_bands(preset, cube.bands)
    raise ValueError(f"the cube cannot be shown as {composite!r}")


def has_file_default(cube: HsiCube) -> bool:
    """Tell whether the file itself proposes bands that exist."""
    return _valid_defaults(cube)


def initial_view(cube: HsiCube) -> tuple[tuple[int, ...], str]:
    """Return the bands to show first, and the id of their composite.

    What the file proposes comes first, then the first preset that its
    wavelengths allow, then bands spread over the axis.
    """
    if _valid_defaults(cube):
        return cube.default_bands, FILE_DEFAULT
    presets = available_composites(cube.bands)
    if presets:
        return composite_bands(presets[0], cube.bands), presets[0].id
    bands = spread_bands(cube.bands)
    return bands, SPREAD if len(bands) == 3 else ""


def _valid_defaults(cube: HsiCube) -> bool:
    bands = cube.default_bands
    return len(bands) in (1, 3) and all(0 <= band < cube.bands.count for band in bands)
