"""How to learn: the one record that settings, tasks and requests carry."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.registry import MethodSpec, method_spec


@dataclass(frozen=True)
class Recipe:
    """Everything that is decided about a training but its data.

    Parameters
    ----------
    method, preset : str
        Ids as in `hsiviewer.learning.registry`.
    overrides : mapping
        Parameters that differ from the preset, as text or JSON values.
    seed : int
        Source of every random choice.
    device : str
        ``"cpu"``, ``"cuda"`` or ``"auto"``.
    text_encoder : str
        ``"minilm"``, ``"scratch"``, a local folder or a model's name; empty for the
        preset's own choice.
    """

    method: str = "diffclip"
    _: KW_ONLY
    preset: str = "quick"
    overrides: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    device: str = "auto"
    text_encoder: str = ""

    @property
    def spec(self) -> MethodSpec:
        """What the program knows of the method.

        Raises
        ------
        ConfigurationError
            If there is no such method.
        """
        return method_spec(self.method)

    @property
    def title(self) -> str:
        """What people call a training by this recipe."""
        return f"{self.spec.title} ({self.preset})"

    def make_config(self) -> Any:
        """Return the frozen configuration of the method.

        Raises
        ------
        ConfigurationError
            If method, preset or parameters do not exist.
        """
        return make_config(self.method, self.preset, self.overrides)

    def for_method(self, method: str) -> "Recipe":
        """Return the recipe for another method; ``quick`` where it has no ``paper``."""
        preset = method_spec(method).preset_for(self.preset)
        return replace(self, method=method, preset=preset)

    def changed(self, overrides: Mapping[str, Any]) -> "Recipe":
        """Return the recipe with more parameters that differ from the preset."""
        return replace(self, overrides={**self.overrides, **overrides})
