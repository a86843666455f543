"""What hsiviewer has to know of the method before it imports its code."""

from dataclasses import dataclass

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.registry import MethodSpec


@dataclass(frozen=True)
class NearestMeanConfig(BaseConfig):
    """Configuration of the method ``nearest-mean``."""

    power: float = parameter(
        2.0, "Exponent of the differences of each band.", between=(0.5, 8.0)
    )


PRESETS = {"quick": NearestMeanConfig()}
METHOD = MethodSpec(
    id="nearest-mean",
    title="Nearest mean",
    summary="Gives each pixel the class whose mean spectrum is nearest.",
    config="tiny_config:NearestMeanConfig",
    entry="tiny_method",
    stages=("fine-tuning", "predicting"),
)
