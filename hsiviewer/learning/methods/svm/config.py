"""Parameters of the support vector machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hsiviewer.learning import pixel_parameters as shared
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class SvmConfig(BaseConfig):
    """Configuration of the method `svm`."""

    components: int = shared.components()
    features: str = shared.features(shared.PRINCIPAL)
    folds: int = shared.folds("chooses C and gamma")
    repeats: int = parameter(
        3,
        "How often the cross-validation is repeated with other folds.",
        between=(1, 50),
    )


PRESETS: Mapping[str, SvmConfig] = {
    "quick": SvmConfig(features=shared.AUTO),
    "paper": SvmConfig(),
}

# Of preset ``quick`` in version 0.1, where they differ.
EARLIER: Mapping[str, Any] = {"features": shared.PRINCIPAL}
