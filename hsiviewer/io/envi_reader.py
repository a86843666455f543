"""ENVI's format as the registry knows it."""

from pathlib import Path

from hsiviewer.io.envi import find_header, open_envi
from hsiviewer.io.envi_labels import read_envi_labels
from hsiviewer.io.reader import Reader


def _has_header(path: Path, _head: bytes) -> bool:
    return find_header(path) is not None


READER = Reader(
    "ENVI",
    ("*.hdr", "*.img", "*.dat", "*.bsq", "*.bil", "*.bip"),
    _has_header,
    open_envi,
    read_labels=read_envi_labels,
)
