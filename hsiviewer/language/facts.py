"""Spectral facts: numbers per pixel that have a name, a unit and a source.

Every fact is made of the mean reflectance of a few windows of wavelength. A fact is
unknown on a sensor that has no band in one of its windows. Drafts of descriptions,
index pictures, concepts and explanations take their facts from here.
"""

from dataclasses import dataclass

from hsiviewer.language.absorptions import ABSORPTIONS, SHOULDER_NM

LEVEL, DIFFERENCE, RATIO, DEPTH, EDGE = (
    "level",
    "difference",
    "ratio",
    "depth",
    "edge",
)
Window = tuple[float, float]
# Standard deviation of the mean of a window, usual for corrected scenes (ours).
REFLECTANCE_NOISE = 0.004


@dataclass(frozen=True)
class Fact:
    """A number that can be measured at a pixel.

    Parameters
    ----------
    id : str
        Stable name for scripts.
    title : str
        What users call it.
    kind : str
        ``"level"``: reflectance of the window. ``"difference"``: normalised difference
        of two windows. ``"ratio"``: the first window over the second. ``"depth"``: how
        far the middle window lies below the line between the outer two, as a fraction.
        ``"edge"``: position of the red edge in nm from four windows.
    windows_nm : tuple of (float, float)
        First and last wavelength of each window.
    source : str
        Who defined it.
    unit : str
        Of its value; ``"1"`` for a pure number.
    """

    id: str
    title: str
    kind: str
    windows_nm: tuple[Window, ...]
    source: str
    unit: str = "1"

    @property
    def range_nm(self) -> Window:
        """First and last wavelength that it needs."""
        return (
            min(start for start, _ in self.windows_nm),
            max(stop for _, stop in self.windows_nm),
        )

    @property
    def centres_nm(self) -> tuple[float, ...]:
        """Middle of each window."""
        return tuple((start + stop) / 2 for start, stop in self.windows_nm)


def _around(*centres_nm: float, width_nm: float = 30.0) -> tuple[Window, ...]:
    half = width_nm / 2
    return tuple((centre - half, centre + half) for centre in centres_nm)


def depth_windows(start_nm: float, stop_nm: float) -> tuple[Window, ...]:
    """Return the windows of a depth: before, inside and after an absorption."""
    return (
        (start_nm - SHOULDER_NM, start_nm),
        (start_nm, stop_nm),
        (stop_nm, stop_nm + SHOULDER_NM),
    )


def depth_near(wavelength_nm: float) -> Fact:
    """Return the depth of an absorption at a wavelength that a text names."""
    half = 25.0 if wavelength_nm < 1300 else 15.0
    return Fact(
        f"depth_{wavelength_nm:g}",
        f"depth near {wavelength_nm:g} nm",
        DEPTH,
        depth_windows(wavelength_nm - half, wavelength_nm + half),
        _CLARK,
    )


_CLARK = "Clark and Roush 1984, doi 10.1029/JB089iB07p06329"
_SHAPE = "shape of the spectrum"


def _spectral_level(identifier: str, title: str, start: float, stop: float) -> Fact:
    return Fact(identifier, title, LEVEL, ((start, stop),), "mean", "reflectance")


def _difference(
    identifier: str, title: str, first: float, second: float, source: str
) -> Fact:
    return Fact(identifier, title, DIFFERENCE, _around(first, second), source)


def _narrow_depth(
    identifier: str, title: str, before: Window, inside: Window, after: Window
) -> Fact:
    return Fact(identifier, title, DEPTH, (before, inside, after), _CLARK)


def _named_depth(identifier: str, name: str, title: str, *, last: bool = False) -> Fact:
    found = [entry for entry in ABSORPTIONS if entry.name == name]
    entry = found[-1] if last else found[0]
    return Fact(
        identifier,
        title,
        DEPTH,
        depth_windows(entry.start_nm, entry.stop_nm),
        entry.cause,
    )


FACTS: tuple[Fact, ...] = (
    _spectral_level("visible", "brightness in the visible", 450, 680),
    _spectral_level("near_infrared", "brightness in the near infrared", 780, 900),
    _spectral_level("shortwave", "brightness near 1650 nm", 1600, 1700),
    _spectral_level("shortwave_2200", "brightness near 2200 nm", 2100, 2300),
    _difference("ndvi", "NDVI", 850, 665, "Rouse 1974"),
    _difference("ndwi", "NDWI", 560, 850, "McFeeters 1996"),
    _difference("ndmi", "NDMI", 860, 1640, "Gao 1996"),
    _difference("nbr", "NBR", 850, 2200, "Key and Benson 2006"),
    _difference("ndsi", "NDSI", 560, 1640, "Hall et al. 1995"),
    _difference("redness", "redness", 650, 480, _SHAPE),
    _difference("greenness", "greenness", 560, 665, _SHAPE),
    _difference("blueness", "blueness", 480, 560, _SHAPE),
    _difference("swir_rise", "rise from 850 to 1250 nm", 1250, 850, _SHAPE),
    _difference("swir_fall", "clay and water: 1650 over 2200 nm", 1650, 2200, _SHAPE),
    Fact(
        "red_edge",
        "position of the red edge",
        EDGE,
        _around(670, 700, 740, 780, width_nm=14),
        "Guyot and Baret 1988",
        "nm",
    ),
    _narrow_depth(
        "chlorophyll", "chlorophyll depth", (545, 565), (655, 690), (740, 765)
    ),
    _narrow_depth("green_iron", "iron depth at 530 nm", (440, 470), (500, 545),
                  (590, 620)),
    _named_depth("iron", "iron", "iron depth at 900 nm"),
    _named_depth("leaf_water", "leaf water", "water depth at 970 nm"),
    _named_depth("leaf_water_1200", "leaf water", "water depth at 1200 nm", last=True),
    _narrow_depth("hydrocarbon", "hydrocarbon depth at 1730 nm", (1660, 1695),
                  (1715, 1745), (1770, 1795)),
    _named_depth("cellulose", "cellulose", "cellulose and lignin depth at 2100 nm"),
    _named_depth("clay", "clay", "clay depth at 2200 nm"),
    _named_depth("carbonate", "carbonate", "carbonate depth at 2330 nm"),
    _narrow_depth("al_oh_2165", "depth at 2165 nm", (2120, 2140), (2155, 2178),
                  (2186, 2192)),
    _narrow_depth("fe_oh_2255", "depth at 2255 nm", (2222, 2238), (2246, 2264),
                  (2272, 2288)),
    _narrow_depth("mg_oh", "Mg-OH depth at 2310 nm", (2262, 2282), (2298, 2325),
                  (2342, 2362)),
)  # fmt: skip
BY_ID = {fact.id: fact for fact in FACTS}
