"""Parameters of the logistic regression."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning import pixel_parameters as shared
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class LogisticConfig(BaseConfig):
    """Configuration of the method `logistic`."""

    components: int = shared.components()
    features: str = shared.features(shared.AUTO)
    cost: float = parameter(
        0.0,
        "C, one over the strength of the penalty on weights, for features of mean "
        "variance 1; 0 takes what held-out labels speak for.",
        between=(0, 1e6),
    )
    folds: int = shared.folds("chooses C and tells how sure scores are")


PRESETS: Mapping[str, LogisticConfig] = {
    "quick": LogisticConfig(),
    "paper": LogisticConfig(),
}
