"""Class maps and confidence as transparent pictures."""

import numpy as np
import numpy.typing as npt

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme
from hsiviewer.imaging.stretch import ArgbPicture

ColorTable = npt.NDArray[np.uint32]

# Dark to bright at an even pace, for readers of every kind of colour vision.
_CONFIDENCE_ANCHORS = (
    (0.00, "#1b0c41"),
    (0.25, "#5b2a6e"),
    (0.50, "#b1435f"),
    (0.75, "#ee8a45"),
    (1.00, "#f8f29c"),
)


def class_table(scheme: ClassScheme, *, largest_id: int = 0) -> ColorTable:
    """Return the colour of every class id.

    Ids between the classes that have no entry in the scheme get the colour
    that they would have as new classes, so that nothing predicted is hidden.

    Parameters
    ----------
    scheme : ClassScheme
    largest_id : int
        Largest id that the map may hold, if beyond the scheme's.

    Returns
    -------
    ndarray of uint32, shape (largest id + 1,)
        ``0xAARRGGBB``; entry 0 is transparent.
    """
    known = {cover.id: cover.color for cover in scheme}
    count = max([largest_id, *known]) + 1
    table = np.zeros(count, np.uint32)
    for class_id in range(1, count):
        table[class_id] = _argb(known.get(class_id) or palette_color(class_id))
    return table


def paint_classes(class_ids: npt.NDArray[np.uint16], table: ColorTable) -> ArgbPicture:
    """Return class ids as a picture; 0 is transparent.

    Ids beyond the table are clipped to its last colour.
    """
    return np.take(table, class_ids, mode="clip")


def inner_removed(class_ids: npt.NDArray[np.integer]) -> npt.NDArray[np.uint16]:
    """Return only the border pixels of each area of one class; 0 inside."""
    padded = np.pad(class_ids.astype(np.uint16), 1)
    inner = padded[1:-1, 1:-1]
    border = np.zeros(inner.shape, bool)
    for neighbour in (
        padded[:-2, 1:-1],
        padded[2:, 1:-1],
        padded[1:-1, :-2],
        padded[1:-1, 2:],
    ):
        border |= inner != neighbour
    return np.where(border, inner, np.uint16(0))


def paint_confidence(confidence: npt.NDArray[np.float32]) -> ArgbPicture:
    """Return scores 0..1 as a picture from dark to bright; NaN is transparent."""
    missing = np.isnan(confidence)
    steps = np.where(missing, 0.0, np.clip(confidence, 0.0, 1.0)) * 255.0
    picture = _CONFIDENCE_TABLE[np.rint(steps).astype(np.uint8)]
    picture[missing] = 0
    return picture


def confidence_color(score: float) -> str:
    """Return the colour of one score as ``#rrggbb``, for legends."""
    step = round(255 * min(1.0, max(0.0, score)))
    return f"#{int(_CONFIDENCE_TABLE[step]) & 0xFFFFFF:06x}"


def _argb(color: str) -> int:
    return 0xFF000000 | int(color[1:], 16)


def _confidence_table() -> ColorTable:
    positions = [position for position, _ in _CONFIDENCE_ANCHORS]
    colors = [int(color[1:], 16) for _, color in _CONFIDENCE_ANCHORS]
    steps = np.linspace(0.0, 1.0, 256)
    table = np.full(256, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        parts = [color >> shift & 255 for color in colors]
        channel = np.rint(np.interp(steps, positions, parts)).astype(np.uint32)
        table |= channel << np.uint32(shift)
    return table


_CONFIDENCE_TABLE = _confidence_table()
