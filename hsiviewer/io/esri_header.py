"""ESRI's headers of plain rasters (BIL, BIP, BSQ), in the words of ENVI's."""

import re
from collections.abc import Mapping

_FIRST_WORDS = re.compile(
    rb"\s*(nrows|ncols|nbands|byteorder|layout|nbits|ulxmap)[ \t]+\S", re.IGNORECASE
)
_KINDS = {
    ("8", "unsignedint"): "1",
    ("16", "signedint"): "2",
    ("32", "signedint"): "3",
    ("32", "float"): "4",
    ("64", "float"): "5",
    ("16", "unsignedint"): "12",
    ("32", "unsignedint"): "13",
}
_SAME = {
    "ncols": "samples",
    "nrows": "lines",
    "nbands": "bands",
    "layout": "interleave",
    "skipbytes": "header offset",
    "nodata": "data ignore value",
}


def is_esri_header(head: bytes) -> bool:
    """Tell whether the first bytes of a file are those of an ESRI header."""
    return _FIRST_WORDS.match(head) is not None


def entries_of_esri(text: str) -> Mapping[str, str]:
    """Return the entries of an ESRI header as ENVI calls them.

    https://desktop.arcgis.com/en/arcmap/latest/manage-data/raster-and-images/
    bil-bip-and-bsq-raster-files.htm

    Parameters
    ----------
    text : str
        A key and a value on each line; a list of wavelengths may follow them, as
        cameras write it.
    """
    words: dict[str, str] = {}
    wavelengths: list[str] = []
    is_listing = False
    for line in text.splitlines():
        parts = line.split(maxsplit=1)
        if not parts:
            continue
        key = parts[0].lower()
        if key in ("wavelengths", "wavelengths_end"):
            is_listing = key == "wavelengths"
        elif is_listing:
            wavelengths.append(parts[0])
        elif len(parts) > 1:
            words[key] = parts[1].strip()
    entries = {_SAME[key]: value for key, value in words.items() if key in _SAME}
    entries.setdefault("bands", "1")
    entries.setdefault("interleave", "bil")
    order = words.get("byteorder", "I").upper()
    entries["byte order"] = "1" if order.startswith("M") else "0"
    bits, pixel = words.get("nbits", "8"), words.get("pixeltype", "unsignedint")
    kind = _KINDS.get((bits, pixel.lower()))
    if kind is not None:
        entries["data type"] = kind
    if {"ulxmap", "ulymap"} <= words.keys():
        width = words.get("xdim", "1")
        height = words.get("ydim", "1")
        # The place is that of the middle of the first pixel.
        place = (words["ulxmap"], words["ulymap"], width, height)
        entries["map info"] = ", ".join(("Arbitrary", "1.5", "1.5", *place))
    if wavelengths:
        entries["wavelength"] = ",".join(wavelengths)
    return entries
