"""How much memory a job will need, judged before it starts."""

import os
from collections.abc import Sequence

from hsiviewer.learning.base_config import BaseConfig

_PROGRAM = 400e6  # torch and the readers, before any data
_STATISTICS_PIXELS = 20_000
_DOUBLE = 8  # bytes
_COPIES_READ = 3


def estimate_bytes(config: BaseConfig, bands: Sequence[int]) -> int:
    """Return the memory of a job in bytes; right to about a factor of 1.5.

    Parameters
    ----------
    config : BaseConfig
        Of the method, which says what it needs itself.
    bands : sequence of int
        Bands of the scene and of each auxiliary raster.
    """
    statistics = _STATISTICS_PIXELS * sum(bands) * _DOUBLE * _COPIES_READ
    return int(_PROGRAM + statistics + config.working_bytes(bands))


def available_bytes() -> int:
    """Return the free memory of this machine; 0 where it cannot be told."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
