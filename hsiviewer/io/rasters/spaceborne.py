"""Metadata of EnMAP and DESIS: an XML file beside the images of the product."""

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.detectors import choice_text, overlap_when_sorted
from hsiviewer.io.rasters.facts import BandFacts
from hsiviewer.io.rasters.xml_files import descendants, read_xml, texts

_IMAGE = re.compile(
    r"(?P<product>.*?)SPECTRAL_IMAGE(?:_(?P<detector>VNIR|SWIR))?(?:_COG)?"
    r"\.(?:tiff?|bsq|bil|bip|jp2)",
    re.IGNORECASE,
)
_METADATA = re.compile(r"(?P<product>.*?)METADATA\.XML", re.IGNORECASE)
_LEVEL = re.compile(r"L(1A|1B|1C|2A)", re.IGNORECASE)


def is_metadata(name: str) -> bool:
    """Tell whether a file is named as the metadata of such a product."""
    return _METADATA.fullmatch(name) is not None


def metadata_of(image: str, names: Iterable[str]) -> str | None:
    """Return the metadata that belong to an image, among the names of files."""
    found = _IMAGE.fullmatch(image)
    if found is None:
        return None
    wanted = f"{found['product']}METADATA.XML".lower()
    return next((name for name in names if name.lower() == wanted), None)


def images_of(metadata: str, names: Iterable[str]) -> list[str]:
    """Return the spectral images that belong to metadata, among names of files."""
    product = _METADATA.fullmatch(metadata)
    wanted = product["product"].lower() if product else None
    matches = ((name, _IMAGE.fullmatch(name)) for name in sorted(names))
    return [
        name for name, found in matches if found and found["product"].lower() == wanted
    ]


def choose_image(metadata: str, names: Iterable[str]) -> str:
    """Return the only spectral image of a product.

    Raises
    ------
    CubeFormatError
        If there is none.
    """
    images = images_of(metadata, names)
    if not images:
        raise CubeFormatError(
            f"{metadata} is the metadata of a product whose SPECTRAL_IMAGE is not "
            "beside it; put all files of the product into one folder"
        )
    return images[0]


def product_facts(path: Path, count: int, notices: list[str]) -> BandFacts | None:
    """Return what the XML beside an image says about its bands, if there is one.

    Parameters
    ----------
    count : int
        Number of bands.
    notices : list of str
        Gets a sentence on a file that cannot be used.
    """
    if _IMAGE.fullmatch(path.name) is None:
        return None
    try:
        names = [file.name for file in path.parent.iterdir()]
    except OSError:
        return None
    name = metadata_of(path.name, names)
    if name is None:
        notices.append(
            f"{path.name} has no METADATA.XML beside it; its wavelengths and scale are "
            "in there"
        )
        return None
    try:
        root = read_xml(path.with_name(name))
    except HsiViewerError as error:
        notices.append(f"{error}; it is not used")
        return None
    return facts_of_xml(root, path.name, count, name)


def facts_of_xml(root: Element, image: str, count: int, origin: str) -> BandFacts:
    """Return what metadata say about the bands of an image.

    Parameters
    ----------
    image, origin : str
        Names of the image and of the metadata.
    count : int
        Number of the image's bands.
    """
    # Elements called "band" occur elsewhere as well.
    bands = [
        texts(band)
        for group in descendants(root, "bandCharacterisation")
        for band in group
    ]
    bands = _of_detector(root, image, bands, count)
    if len(bands) != count:
        notice = (
            f"{origin} describes {len(bands)} bands and {image} has {count}; it is not "
            "used"
        )
        return BandFacts(notices=(notice,))
    level, is_desis = _level(root, image), "desis" in image.lower()
    is_reflectance = level == "2A"
    radiance = "mW/cm2/sr/um" if is_desis else "W/m2/sr/nm"
    background = [element.text for element in descendants(root, "backgroundValue")]
    return BandFacts(
        [band.get("wavelengthcenterofband", "") for band in bands],
        _texts(bands, "fwhmofband", "wavelengthwidthofband"),
        "nm",
        _filled(root, image, count),
        gains=_numbers(bands, "gainofband"),
        offsets=_numbers(bands, "offsetofband"),
        nodata=_number(background[0] if background else None),
        quantity=REFLECTANCE if is_reflectance else RADIANCE if level else "",
        unit=radiance if level and not is_reflectance else "",
        # Level 1B carries a grid in degrees that its pixels do not lie on.
        has_place=level not in ("1A", "1B"),
        origin=origin,
        notices=_overlap_notices(root, image, bands),
    )


def _of_detector(
    root: Element, image: str, bands: list[dict[str, str]], count: int
) -> list[dict[str, str]]:
    """Return the bands of an image: level 1B lists those of both detectors."""
    found = _IMAGE.fullmatch(image)
    detector = (found["detector"] or "").upper() if found else ""
    if not detector or len(bands) == count:
        return bands
    told = descendants(root, "numberOfVNIRBands")
    first = _number(told[0].text) if told else None
    if first is None:
        return bands
    return bands[: int(first)] if detector == "VNIR" else bands[int(first) :]


def _overlap_notices(
    root: Element, image: str, bands: list[dict[str, str]]
) -> tuple[str, ...]:
    """Return a sentence on bands of two detectors that are sorted together."""
    told = descendants(root, "numberOfVNIRBands")
    first = _number(told[0].text) if told else None
    centres = _numbers(bands, "wavelengthcenterofband")
    widths = _numbers(bands, "fwhmofband")
    if first is None or centres is None or widths is None:
        return ()
    overlap = overlap_when_sorted(centres, widths, int(first))
    if overlap is None:
        return ()
    shared = centres[np.concatenate(overlap)]
    return (
        f"the bands of VNIR and SWIR in {image} are sorted by wavelength, so that they "
        f"alternate from {shared.min():.0f} to {shared.max():.0f} nm"
        + choice_text([overlap]),
    )


def _filled(root: Element, image: str, count: int) -> npt.NDArray[np.bool_] | None:
    """Return False for bands without any value, as the product's statistics tell.

    No list flags them: water takes all light, and level 2A leaves them empty.
    """
    told = [
        texts(band) for group in descendants(root, "bandStatistics") for band in group
    ]
    told = _of_detector(root, image, told, count)
    spreads = [_number(band.get("stddeviation")) for band in told]
    if len(spreads) != count or all(spread in (None, 0) for spread in spreads):
        return None
    good = np.array([spread is None or spread > 0 for spread in spreads])
    return None if good.all() else good


def _level(root: Element, image: str) -> str:
    for name in ("processingLevel", "level"):
        for element in descendants(root, name):
            found = _LEVEL.search(element.text or "")
            if found:
                return found[1].upper()
    found = _LEVEL.search(image)
    return found[1].upper() if found else ""


def _texts(bands: list[dict[str, str]], *names: str) -> list[str] | None:
    for name in names:
        values = [band.get(name, "") for band in bands]
        if all(values):
            return values
    return None


def _numbers(bands: list[dict[str, str]], name: str) -> npt.NDArray[np.float64] | None:
    values = [_number(band.get(name)) for band in bands]
    if any(value is None for value in values):
        return None
    return np.array(values, np.float64)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if np.isfinite(value) else None
