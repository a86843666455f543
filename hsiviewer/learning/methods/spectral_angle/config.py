"""Parameters of the spectral angle mapper."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class SpectralAngleConfig(BaseConfig):
    """Configuration of the method `spectral-angle`."""

    references: str = parameter(
        "mean",
        "What a pixel is compared with: the mean spectrum of each class, or every "
        "label, of which the nearest counts.",
        choices=("mean", "labels"),
    )


PRESETS: Mapping[str, SpectralAngleConfig] = {
    "quick": SpectralAngleConfig(),
    "paper": SpectralAngleConfig(),
}
