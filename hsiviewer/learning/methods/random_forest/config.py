"""Parameters of the random forest."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class RandomForestConfig(BaseConfig):
    """Configuration of the method `random-forest`."""

    trees: int = parameter(
        500, "Trees of the forest.", between=(10, 10_000), source="usual"
    )
    components: int = parameter(
        0,
        "Principal components of the standardised spectra; 0 uses all bands.",
        between=(0, 1000),
    )
    tried: float = parameter(
        0.0,
        "Share of the features that each split may choose from; 0 takes the square "
        "root of their number.",
        between=(0, 1),
    )
    leaf: int = parameter(
        1, "Labels in a leaf at least.", between=(1, 1000), source="usual"
    )


PRESETS: Mapping[str, RandomForestConfig] = {
    "quick": RandomForestConfig(),
    "paper": RandomForestConfig(),
}
