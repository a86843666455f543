"""Parameters of the linear discriminant."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning import pixel_parameters as shared
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class DiscriminantConfig(BaseConfig):
    """Configuration of the method `discriminant`."""

    components: int = shared.components()
    features: str = shared.features(shared.AUTO)
    shrinkage: float = parameter(
        0.0,
        "Share of the covariance within classes that a multiple of the identity "
        "replaces; 0 takes what Ledoit and Wolf compute from the labels.",
        between=(0, 1),
    )
    folds: int = shared.folds("tells how sure scores are")


PRESETS: Mapping[str, DiscriminantConfig] = {
    "quick": DiscriminantConfig(),
    "paper": DiscriminantConfig(),
}
