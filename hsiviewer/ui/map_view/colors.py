"""Colours for single bands and indices."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg

from hsiviewer.ui.base.texts import tr

# Even steps of brightness, told apart by colour-blind readers, and one that
# parts in the middle, for indices that run from -1 to 1.
COLOR_MAPS = (
    ("gray", tr("Gray"), ""),
    ("viridis", "Viridis", "viridis"),
    ("magma", "Magma", "magma"),
    ("cividis", "Cividis", "cividis"),
    ("diverging", tr("Blue to red"), "CET-D1"),
)


@cache
def color_table(name: str) -> npt.NDArray[np.uint32] | None:
    """Return ``0x00RRGGBB`` of 256 brightnesses; ``None`` for gray."""
    sources = {each: source for each, _, source in COLOR_MAPS}
    if not sources[name]:
        return None
    levels = pg.colormap.get(sources[name]).getLookupTable(nPts=256)
    red, green, blue = levels[:, :3].astype(np.uint32).T
    return np.asarray(red << 16 | green << 8 | blue, np.uint32)
