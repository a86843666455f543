"""Names and colours of classes beside a raster: GDAL's PAM file and QGIS's style."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import ParseError, fromstring

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import FileAccessError
from hsiviewer.core.foreign_files import read_limited
from hsiviewer.core.generator import GENERATOR

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_FILL_ALPHA = 150
_STYLE_ATTRIBUTES = {
    "version": "3.28",
    "styleCategories": "Symbology",
    "generator": GENERATOR,
}
# What XML 1.0 may contain; a carriage return would be read back as a line feed.
_NOT_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_name(name: str) -> str:
    """Return a name as XML can hold it: odd characters become U+FFFD."""
    return _NOT_XML.sub("\ufffd", name.replace("\r\n", "\n").replace("\r", "\n"))


def pam_text(scheme: ClassScheme) -> str:
    """Return a PAM ``.aux.xml`` with category names, the n-th for value n.

    It is the only place where GDAL and QGIS look for names of a GeoTIFF.
    """
    root = ET.Element("PAMDataset")
    marks = ET.SubElement(root, "Metadata", domain="HSIVIEWER")
    ET.SubElement(marks, "MDI", key="generator").text = GENERATOR
    band = ET.SubElement(root, "PAMRasterBand", band="1")
    names = ET.SubElement(band, "CategoryNames")
    known = {cover.id: xml_name(cover.name) for cover in scheme}
    for value in range(max(known, default=0) + 1):
        category = ET.SubElement(names, "Category")
        category.text = "unclassified" if value == 0 else known.get(value, "")
    return ET.tostring(root, encoding="unicode") + "\n"


def read_pam_names(path: Path) -> dict[int, str]:
    """Return the category names that lie beside a raster; empty without any."""
    root = _pam(path)
    if root is None:
        return {}
    categories = root.findall("./PAMRasterBand[@band='1']/CategoryNames/Category")
    names = {value: each.text or "" for value, each in enumerate(categories)}
    return {value: name for value, name in names.items() if value and name}


def is_pam_plain(path: Path) -> bool:
    """Tell whether GDAL may see what lies beside a raster.

    A pipe or device in the folder would make it wait for ever, and a PAM file
    can name another file or an address as the raster's overviews.
    """
    try:
        if not all(
            neighbour.is_file() or neighbour.is_dir()
            for neighbour in path.parent.iterdir()
        ):
            return False
    except OSError:
        return False
    if not _pam_path(path).exists():
        return True
    root = _pam(path)
    return root is not None and not any(
        "overview" in f"{element.get('domain')} {element.get('key')}".lower()
        for element in root.iter()
    )


def _pam_path(path: Path) -> Path:
    return path.with_name(path.name + ".aux.xml")


def _pam(path: Path) -> Any:
    """Return the root of a raster's PAM file, ``None`` without a sound one."""
    try:
        return fromstring(read_limited(_pam_path(path)))
    except (ParseError, FileAccessError, ValueError, LookupError):
        return None  # LookupError: an encoding that nobody knows


def qml_text(scheme: ClassScheme) -> str:
    """Return a QGIS style of the classes, which is loaded along with the raster."""
    root = ET.Element("qgis", _STYLE_ATTRIBUTES)
    pipe = ET.SubElement(root, "pipe")
    renderer = ET.SubElement(
        pipe,
        "rasterrenderer",
        type="paletted",
        band="1",
        opacity="1",
        alphaBand="-1",
        nodataColor="",
    )
    palette = ET.SubElement(renderer, "colorPalette")
    for cover in scheme:
        ET.SubElement(
            palette,
            "paletteEntry",
            value=str(cover.id),
            color=cover.color,
            alpha="255",
            label=xml_name(cover.name),
        )
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"


def vector_qml_text(scheme: ClassScheme) -> str:
    """Return a QGIS style for areas with a field ``class_id``, in class colours."""
    root = ET.Element("qgis", _STYLE_ATTRIBUTES)
    renderer = ET.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="class_id"
    )
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for number, each in enumerate(scheme):
        ET.SubElement(
            categories,
            "category",
            symbol=str(number),
            value=str(each.id),
            label=xml_name(each.name),
            render="true",
        )
        symbol = ET.SubElement(symbols, "symbol", name=str(number), type="fill")
        layer = ET.SubElement(symbol, "layer", {"class": "SimpleFill"})
        rgb = ",".join(str(level) for level in each.rgb)
        options = ET.SubElement(layer, "Option", type="Map")
        for name, value in (
            ("color", f"{rgb},{_FILL_ALPHA}"),
            ("outline_color", f"{rgb},255"),
            ("outline_width", "0.4"),
            ("style", "solid"),
        ):
            ET.SubElement(options, "Option", name=name, value=value, type="QString")
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"
