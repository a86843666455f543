"""Parameters of the spectral angle mapper."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.registry import MethodSpec


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

METHOD = MethodSpec(
    id="spectral-angle",
    title="Spectral angle",
    summary="Gives each pixel the class whose mean spectrum is at the smallest "
    "angle; brightness does not matter.",
    config=f"{__name__}:SpectralAngleConfig",
    entry="hsiviewer.learning.methods.spectral_angle.method",
    stages=("fine-tuning", "predicting"),
    citation="Kruse et al. (1993), doi:10.1016/0034-4257(93)90013-N",
)
