"""Parameters of the support vector machine."""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter


@dataclass(frozen=True)
class SvmConfig(BaseConfig):
    """Configuration of the method `svm`."""

    components: int = parameter(
        30,
        "Principal components of the standardised spectra; 0 uses all bands.",
        between=(0, 1000),
    )
    folds: int = parameter(
        5,
        "Folds of the cross-validation that chooses C and gamma; fewer where "
        "classes have fewer labels.",
        between=(2, 20),
    )
    repeats: int = parameter(
        3,
        "How often the cross-validation is repeated with other folds.",
        between=(1, 50),
    )


PRESETS: Mapping[str, SvmConfig] = {"quick": SvmConfig(), "paper": SvmConfig()}
