"""Parameters of the ensemble."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter

TILE_SIDE = 256  # of the windows that are classified at once, in pixels
MARGIN = 48  # around a window, in which neighbours still matter
_FEATURES = 4 * 20 + 36  # of a pixel, beside three kinds of components
_COPIES = 3
_KEPT_WINDOWS = 4
_SINGLE = 4  # bytes


@dataclass(frozen=True)
class EnsembleConfig(BaseConfig):
    """Configuration of the method `ensemble`."""

    # The widest mean that an expert sees; agreeing neighbours reach further, weakly.
    patch_size = 33

    components: int = parameter(
        30,
        "Principal and noise-whitened components of the spectra.",
        between=(2, 200),
        source="ours",
    )
    trees: int = parameter(
        120, "Trees of each forest.", between=(10, 2000), source="ours"
    )
    folds: int = parameter(
        4,
        "Folds of the labels that choose how much the surroundings count; fewer where "
        "classes have fewer labels.",
        between=(2, 20),
        source="ours",
    )
    class_shares: bool = parameter(
        True,
        "Weigh classes by the cube root of the shares that they seem to have in the "
        "scene, where labels are equally many (8 and more a class).",
        source="ours",
    )

    def working_bytes(self, bands: Sequence[int]) -> float:
        """Return the memory of windows and of their features, in bytes."""
        pixels = (TILE_SIDE + 2 * MARGIN) ** 2
        features = 3 * min(self.components, bands[0]) + _FEATURES
        reading = _COPIES * (sum(bands) + features)
        return _SINGLE * pixels * (reading + _KEPT_WINDOWS * features)


PRESETS: Mapping[str, EnsembleConfig] = {
    "quick": EnsembleConfig(),
    "paper": EnsembleConfig(),
}
