"""Parameters of the extremely randomised trees."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning import pixel_parameters as shared
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class ExtraTreesConfig(BaseConfig):
    """Configuration of the method `extra-trees`."""

    trees: int = parameter(
        300, "Trees of the forest.", between=(10, 10_000), source="usual"
    )
    components: int = shared.components()
    features: str = shared.features(shared.AUTO)
    tried: float = shared.tried()
    leaf: int = shared.leaf()
    folds: int = shared.folds("tells how sure scores are")


PRESETS: Mapping[str, ExtraTreesConfig] = {
    "quick": ExtraTreesConfig(),
    "paper": ExtraTreesConfig(),
}
