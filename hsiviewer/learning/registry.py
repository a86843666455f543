"""The methods that can be chosen; light, so that menus exist before torch does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from hsiviewer.core.errors import ConfigurationError, ExtensionError
from hsiviewer.core.extensions import load_extensions
from hsiviewer.learning.method_check import check_spec


@dataclass(frozen=True, kw_only=True)
class MethodSpec:
    """What the program knows of a method without importing it.

    Parameters
    ----------
    id : str
        What scripts and reports call it.
    title, summary : str
        What people read.
    config : str
        ``"package.module:Class"`` of the frozen configuration; the module also
        holds ``PRESETS``, a mapping from preset to configuration.
    entry : str
        Module that is a `hsiviewer.learning.running.method.Method`, or, if
        `can_pretrain`, a `PretrainingMethod`; imported in the worker only.
    objects : str
        Module that is an `ObjectMethod`, of a method that also judges whole objects;
        empty for none.
    stages : tuple of str
        Names of the stages that progress is reported in.
    uses_text, uses_auxiliary : bool
        Whether class descriptions and auxiliary rasters are read.
    can_pretrain : bool
        Whether a stage learns from the scene without labels.
    batch_fields : tuple of str
        Parameters that can be halved when memory runs out.
    encoder_fields : tuple of str
        Parameters that a pre-training and what starts from it must share.
    citation : str
        Where the method was published; empty for none.
    """

    id: str
    title: str
    summary: str
    config: str
    entry: str
    stages: tuple[str, ...]
    uses_text: bool = False
    uses_auxiliary: bool = False
    can_pretrain: bool = False
    objects: str = ""
    batch_fields: tuple[str, ...] = ()
    encoder_fields: tuple[str, ...] = ()
    citation: str = ""

    @property
    def config_type(self) -> type[Any]:
        """Class of the configuration."""
        module, _, name = self.config.partition(":")
        found: type[Any] = getattr(import_module(module), name)
        return found

    @property
    def preset_configs(self) -> Mapping[str, Any]:
        """Configuration of each preset."""
        module, _, _ = self.config.partition(":")
        found: Mapping[str, Any] = import_module(module).PRESETS
        return found

    @property
    def earlier_values(self) -> Mapping[str, Any]:
        """Values of preset ``quick`` in the records of version 0.1, where they differ.

        The module of the configuration has them in ``EARLIER``; parameters that were
        added since are among them.
        """
        module, _, _ = self.config.partition(":")
        found: Mapping[str, Any] = getattr(import_module(module), "EARLIER", {})
        return found

    @property
    def presets(self) -> tuple[str, ...]:
        """Names of the presets."""
        return tuple(self.preset_configs)

    def preset_for(self, wanted: str) -> str:
        """Return a preset, or ``quick`` where a method has nothing of a paper's."""
        return "quick" if wanted == "paper" and "paper" not in self.presets else wanted


# What a pre-training and what starts from it must have in common, whatever the method.
ENCODER_FIELDS = (
    "encoder",
    "patch_size",
    "width",
    "scaling",
    "components",
    "whitening",
    "members",
    "pixel_expert",
    "relief_window",
    "features",
    "context",
)
# A line for each method: its package in `hsiviewer.learning.methods`, where the module
# ``spec`` has ``METHOD``. Nothing else of it is imported to list it.
_BUILT_IN = (
    "diffclip",
    "curated_prompts",
    "s3fn",
    "contrastdm",
    "svm",
    "random_forest",
    "extra_trees",
    "discriminant",
    "logistic",
    "spectral_angle",
    "ensemble",
)


class _Methods(Mapping[str, MethodSpec]):
    """The methods by id; extensions are loaded on first use."""

    @cached_property
    def _by_id(self) -> dict[str, MethodSpec]:
        methods = {spec.id: spec for spec in map(_built_in, _BUILT_IN)}

        def check(spec: MethodSpec) -> None:
            if spec.id in methods:
                raise ExtensionError(f"there is a method {spec.id!r} already")
            check_spec(spec)
            methods[spec.id] = spec

        load_extensions("hsiviewer.methods", MethodSpec, check)
        return methods

    def __getitem__(self, method: str) -> MethodSpec:
        return self._by_id[method]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


def _built_in(package: str) -> MethodSpec:
    module = import_module(f"hsiviewer.learning.methods.{package}.spec")
    spec: MethodSpec = module.METHOD
    return spec


METHODS: Mapping[str, MethodSpec] = _Methods()


def method_spec(method: str) -> MethodSpec:
    """Return a method by its id.

    Raises
    ------
    ConfigurationError
        If there is no such method.
    """
    if method not in METHODS:
        raise ConfigurationError(
            f"there is no method {method[:80]!r}; the methods are {', '.join(METHODS)}"
        )
    return METHODS[method]
