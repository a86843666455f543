"""Parameters of the random forest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hsiviewer.learning import pixel_parameters as shared
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class RandomForestConfig(BaseConfig):
    """Configuration of the method `random-forest`."""

    trees: int = parameter(
        500, "Trees of the forest.", between=(10, 10_000), source="usual"
    )
    components: int = shared.components(0)
    features: str = shared.features(shared.PRINCIPAL)
    tried: float = shared.tried()
    leaf: int = shared.leaf()


PRESETS: Mapping[str, RandomForestConfig] = {
    "quick": RandomForestConfig(features=shared.AUTO),
    "paper": RandomForestConfig(),
}

# Of preset ``quick`` in version 0.1, where they differ.
EARLIER: Mapping[str, Any] = {"features": shared.PRINCIPAL}
