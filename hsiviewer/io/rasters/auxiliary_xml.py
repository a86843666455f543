"""GDAL's persistent metadata: the ``.aux.xml`` file beside a raster.

GDAL itself is not let near it: it would follow other files that the text names. Here
only texts are read.
"""

from pathlib import Path
from xml.etree.ElementTree import Element

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.rasters.facts import (
    BandFacts,
    RasterTags,
    Tags,
    facts_in_tags,
)
from hsiviewer.io.rasters.xml_files import local_name, read_xml


def auxiliary_facts(path: Path, count: int, notices: list[str]) -> BandFacts | None:
    """Return what the ``.aux.xml`` of a raster says about its bands, if it has one.

    Parameters
    ----------
    count : int
        Number of bands.
    notices : list of str
        Gets a sentence on a file that cannot be used.
    """
    beside = path.with_name(path.name + ".aux.xml")
    if not beside.is_file():
        return None
    try:
        root = read_xml(beside)
    except HsiViewerError as error:
        notices.append(f"{error}; it is not used")
        return None
    bands: list[dict[str, Tags]] = [{} for _ in range(count)]
    for element in root:
        number = element.get("band", "")
        is_band = local_name(element) == "PAMRasterBand" and number.isdigit()
        if is_band and 1 <= int(number[:9]) <= count:
            bands[int(number) - 1] = _domains(element)
    return facts_in_tags(RasterTags(_domains(root), bands), origin=beside.name)


def _domains(element: Element) -> dict[str, Tags]:
    found: dict[str, Tags] = {}
    for child in element:
        if local_name(child) == "Metadata" and child.get("format") is None:
            found[child.get("domain", "")] = {
                item.get("key", "").lower(): item.text or ""
                for item in child
                if local_name(item) == "MDI"
            }
    return found
