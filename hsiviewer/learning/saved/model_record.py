"""What is written beside saved weights, and what they can be used for."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.saved.checkpoints import read_record

FORMAT = 1
_LARGEST_SEED = 2**63 - 1
_LONGEST_NM = 1e6


class ModelBands(msgspec.Struct, frozen=True, kw_only=True):
    """The bands that a model has learned from.

    Parameters
    ----------
    count : int
        Bands of the scene.
    used : list of int
        Those that the model reads, counted from 0.
    wavelength_nm, fwhm_nm : list of float, optional
        Of all bands of the scene.
    is_scaled : bool
        Whether values were known to be reflectance, as `HsiCube.is_reflectance`.
    level : float, optional
        Median size of the scaled values, see `hsiviewer.learning.data.value_levels`;
        ``None`` in models that are older than this.
    """

    count: int
    used: list[int]
    wavelength_nm: list[float] | None = None
    fwhm_nm: list[float] | None = None
    is_scaled: bool = False
    level: float | None = None

    def __post_init__(self) -> None:
        used = self.used
        is_ascending = all(map(int.__lt__, used, used[1:]))
        if not used or not is_ascending or used[0] < 0 or used[-1] >= self.count:
            raise ValueError(f"the bands used are not some of 0..{self.count - 1}")
        for name in ("wavelength_nm", "fwhm_nm"):
            values = getattr(self, name)
            if values is None:
                continue
            if len(values) != self.count:
                raise ValueError(f"{name} has not one value for each band")
            # Of the FWHM, some may be unknown.
            if name == "wavelength_nm" and not all(map(_is_length, values)):
                raise ValueError(f"{name} has values that are no lengths")

    @property
    def axis(self) -> BandAxis:
        """The bands that the model reads."""
        return BandAxis(
            len(self.used),
            _chosen(self.wavelength_nm, self.used),
            _chosen(self.fwhm_nm, self.used),
        )


class ModelRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a trained model but its weights.

    Parameters
    ----------
    method, preset, seed
        As in `hsiviewer.learning.recipe.Recipe`.
    configuration : dict
        Every parameter of the method.
    stage : str
        The last stage that was carried out.
    classes : list of LandCoverClass
        What the model tells apart, in the order of its scores; empty after a
        pre-training.
    bands : ModelBands
        Spectral axis.
    auxiliary : list of str
        Auxiliary rasters by name; as many are needed again, in this order.
    text_encoder : str
        What turned descriptions into vectors; empty if nothing did.
    scene, scene_digest : str
        Where it was trained.
    versions : dict
        Of the program and its packages.
    details : dict
        What the method itself needs to know.
    format : int
        Of this record.
    """

    method: str
    stage: str
    configuration: dict[str, Any]
    bands: ModelBands
    seed: int = 0
    preset: str = ""
    classes: list[LandCoverClass] = []
    auxiliary: list[str] = []
    text_encoder: str = ""
    scene: str = ""
    scene_digest: str = ""
    versions: dict[str, str] = {}
    details: dict[str, Any] = {}
    format: int = FORMAT

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= _LARGEST_SEED:
            raise ValueError(f"the seed {self.seed} is outside 0..{_LARGEST_SEED}")
        if len(self.classes) == 1:
            raise ValueError("a model of one class tells nothing apart")
        ClassScheme(tuple(self.classes))  # each id once

    def recipe(self, device: str = "auto") -> Recipe:
        """Return the recipe by which the model predicts, on a device.

        The configuration is complete: the preset that it is taken from, and which
        may have been renamed since, makes no difference.
        """
        return Recipe(
            self.method, overrides=self.parameters, seed=self.seed, device=device
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter; those that were added since say what was done before."""
        spec = METHODS.get(self.method)
        earlier = {} if spec is None else spec.earlier_values
        return {**earlier, **self.configuration}

    @property
    def scheme(self) -> ClassScheme:
        """The classes that the model tells apart."""
        return ClassScheme(tuple(self.classes))

    def number(self, name: str, *, least: float, most: float) -> float:
        """Return a number among the details.

        Raises
        ------
        ValueError
            If there is none between `least` and `most`.
        """
        value = self.details.get(name)
        if not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"{name} is no number between {least:g} and {most:g}")
        return float(value)

    @property
    def temperature(self) -> float:
        """What scores are divided by before the softmax.

        Raises
        ------
        ValueError
            If the model does not say.
        """
        return self.number("temperature", least=1e-3, most=1e3)


def read_model_record(folder: Path) -> ModelRecord:
    """Read what is known about a saved model; its weights are left alone.

    Raises
    ------
    ConfigurationError
        If the folder holds no model, a damaged one, or one of a newer version.
    """
    found = read_record(folder)
    if isinstance(found.get("format"), int) and found["format"] > FORMAT:
        raise ConfigurationError(
            f"the model in {folder} was saved by a newer version of hsiviewer; "
            "install that version"
        )
    try:
        return msgspec.convert(found, ModelRecord)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ConfigurationError(
            f"the model in {folder} is damaged or was saved by an early version "
            f"({error}); train it again"
        ) from error


def _is_length(value: float) -> bool:
    return 0 < value <= _LONGEST_NM


def _chosen(values: list[float] | None, used: list[int]) -> Any:
    return None if values is None else np.asarray(values, float)[used]
