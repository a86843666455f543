"""How much memory a job will need, judged before it starts."""

import os
from collections.abc import Sequence
from typing import Any

from hsiviewer.learning.registry import method_spec

_PROGRAM = 400e6  # torch and the readers, before any data
_FLOAT = 4
_STATISTICS_PIXELS = 20_000
_TILE, _SMALL_TILE = 96, 32
# Measured copies of what passes through a layer that training keeps: of a value for
# each token (attention, its projections, the perceptron), and of the attention itself.
_KEPT_PER_TOKEN = 16
_KEPT_ATTENTION = 2
_KEPT_CONVOLVED = 8
_KEPT_VOLUME = 4
_TRUNK_FILTERS = 8
_KEPT_TRUNK = 5  # convolution, normalisation and their gradients
_PATCHES_AT_ONCE = 128
_COPIES_READ = 3


def estimate_bytes(method: str, config: Any, bands: Sequence[int]) -> int:
    """Return the memory of a job in bytes; right to about a factor of 1.5.

    Parameters
    ----------
    method : str
        Id of the method.
    config : object
        Its configuration.
    bands : sequence of int
        Bands of the scene and of each auxiliary raster.
    """
    spec = method_spec(method)
    raw = sum(bands)
    needed = _PROGRAM + _STATISTICS_PIXELS * raw * 8 * _COPIES_READ
    if not spec.batch_fields or not hasattr(config, "encoder"):
        return int(needed)
    channels = (config.components or bands[0]) + sum(bands[1:])
    patch, batch = config.patch_size, config.batch
    resident = 0
    if spec.can_pretrain:
        batch = max(batch, config.pretrain_batch)
        resident = config.unlabelled * channels * patch**2 * _FLOAT
    if config.encoder == "vit":
        tokens = (patch // getattr(config, "cell", 1)) ** 2 + 1
        per_token = batch * tokens * config.width * _KEPT_PER_TOKEN
        attention = batch * config.heads * tokens**2 * _KEPT_ATTENTION
        kept = (per_token + attention) * config.layers * len(bands) * _FLOAT
        tile = _SMALL_TILE**2 * channels * patch**2 * _FLOAT
    elif config.encoder == "trunk":
        volume = channels * _TRUNK_FILTERS * _KEPT_TRUNK * _FLOAT
        kept = batch * patch**2 * volume
        tile = _PATCHES_AT_ONCE * patch**2 * volume
    elif config.encoder in ("cnn", "dense"):
        volume = channels * config.filters * _KEPT_VOLUME * _FLOAT
        side = _TILE if config.encoder == "dense" else patch * _PATCHES_AT_ONCE**0.5
        kept, tile = batch * patch**2 * volume, (side + patch) ** 2 * volume
    else:
        kept = batch * patch**2 * config.width * _KEPT_CONVOLVED * len(bands) * _FLOAT
        tile = (_TILE + patch) ** 2 * config.width * _KEPT_CONVOLVED * _FLOAT
    reading = (_TILE + 3 * patch) ** 2 * raw * _FLOAT * _COPIES_READ
    return int(needed + resident + kept + tile + reading)


def available_bytes() -> int:
    """Return the free memory of this machine; 0 where it cannot be told."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
