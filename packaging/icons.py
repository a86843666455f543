"""Draw the program's icon in the formats of Windows and macOS.

    .venv/bin/python packaging/icons.py

From ``resources/icons/hsiviewer.svg`` to ``packaging/icons/hsiviewer.ico`` and
``hsiviewer.icns``, both of which are containers of PNG pictures.
"""

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "resources" / "icons" / "hsiviewer.svg"
TARGET = ROOT / "packaging" / "icons"
ICO_SIDES = (16, 24, 32, 48, 64, 128, 256)
ICNS_SIDES = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256,
              b"ic09": 512}  # fmt: skip


def main() -> None:
    """Write both files."""
    _application = QGuiApplication([])
    renderer = QSvgRenderer(str(SOURCE))
    pictures = {
        side: _png(renderer, side) for side in {*ICO_SIDES, *ICNS_SIDES.values()}
    }
    TARGET.mkdir(exist_ok=True)
    (TARGET / "hsiviewer.ico").write_bytes(_ico(pictures))
    (TARGET / "hsiviewer.icns").write_bytes(_icns(pictures))


def _png(renderer: QSvgRenderer, side: int) -> bytes:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    offset = 6 + 16 * len(ICO_SIDES)
    entries = b""
    for side in ICO_SIDES:
        size = len(pictures[side])
        # 256 does not fit into a byte and is written as 0.
        entries += struct.pack(
            "<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, size, offset
        )
        offset += size
    head = struct.pack("<HHH", 0, 1, len(ICO_SIDES))
    return head + entries + b"".join(pictures[side] for side in ICO_SIDES)


def _icns(pictures: dict[int, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack(">I", 8 + len(pictures[side])) + pictures[side]
        for kind, side in ICNS_SIDES.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    main()
