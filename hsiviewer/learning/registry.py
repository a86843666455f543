"""The methods that can be chosen; light, so that menus exist before torch does."""

import dataclasses
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hsiviewer.core.errors import ConfigurationError, ExtensionError
from hsiviewer.core.extensions import load_extensions


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
        Module with ``train`` and ``restore``, which return a
        `hsiviewer.learning.prediction.scores.TilePredictor`, and, if `can_pretrain`,
        ``pretrain``; imported in the worker only.
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
    batch_fields: tuple[str, ...] = ()
    encoder_fields: tuple[str, ...] = ()
    citation: str = ""

    @property
    def config_type(self) -> type[Any]:
        """Class of the configuration."""
        module, _, name = self.config.partition(":")
        found: type[Any] = getattr(importlib.import_module(module), name)
        return found

    @property
    def preset_configs(self) -> Mapping[str, Any]:
        """Configuration of each preset."""
        module, _, _ = self.config.partition(":")
        found: Mapping[str, Any] = importlib.import_module(module).PRESETS
        return found

    @property
    def presets(self) -> tuple[str, ...]:
        """Names of the presets."""
        return tuple(self.preset_configs)

    def preset_for(self, wanted: str) -> str:
        """Return a preset, or ``quick`` where a method has nothing of a paper's."""
        return "quick" if wanted == "paper" and "paper" not in self.presets else wanted


_ALL = (
    MethodSpec(
        id="diffclip",
        title="DiffCLIP",
        summary="Learns from the unlabelled scene by denoising hidden patches, then "
        "matches the labelled ones with the classes' descriptions.",
        config="hsiviewer.learning.methods.diffclip.config:DiffClipConfig",
        entry="hsiviewer.learning.methods.diffclip.method",
        stages=("pre-training", "fine-tuning", "predicting"),
        uses_text=True,
        uses_auxiliary=True,
        can_pretrain=True,
        batch_fields=("pretrain_batch", "batch"),
        encoder_fields=(
            "encoder",
            "patch_size",
            "width",
            "layers",
            "heads",
            "share_encoder",
            "scaling",
            "components",
            "whitening",
            "members",
            "pixel_expert",
            "relief_window",
        ),
        citation="Zhang et al. (2025), DiffCLIP, AAAI, arXiv:2412.07119",
    ),
    MethodSpec(
        id="curated-prompts",
        title="Curated prompts",
        summary="Aligns labelled patches with the classes' descriptions in a frozen "
        "text embedder, against the wrong classes that are nearest and some others.",
        config="hsiviewer.learning.methods.curated_prompts.config:CuratedPromptsConfig",
        entry="hsiviewer.learning.methods.curated_prompts.method",
        stages=("fine-tuning", "predicting"),
        uses_text=True,
        uses_auxiliary=True,
        batch_fields=("batch",),
        citation="Chatterjee and Ghosh (2025), Learning Hyperspectral Images with "
        "Curated Text Prompts, ICCV workshops, arXiv:2509.22697",
    ),
    MethodSpec(
        id="s3fn",
        title="S3FN",
        summary="Learns spectral-spatial features with 3-D convolutions, then maps "
        "them to what a language model makes of the classes' descriptions.",
        config="hsiviewer.learning.methods.s3fn.config:S3fnConfig",
        entry="hsiviewer.learning.methods.s3fn.method",
        stages=("fine-tuning", "predicting"),
        uses_text=True,
        batch_fields=("batch",),
        citation="Hassan et al. (2025), Label Semantics for Robust Hyperspectral Image "
        "Classification, IJCNN, arXiv:2510.07556",
    ),
    MethodSpec(
        id="contrastdm",
        title="ContrastDM",
        summary="Learns from the unlabelled scene by telling patches apart, then draws "
        "more features of each class with a diffusion model (a reconstruction).",
        config="hsiviewer.learning.methods.contrastdm.config:ContrastDmConfig",
        entry="hsiviewer.learning.methods.contrastdm.method",
        stages=("pre-training", "fine-tuning", "predicting"),
        uses_auxiliary=True,
        can_pretrain=True,
        batch_fields=("pretrain_batch", "diffusion_batch", "batch"),
        encoder_fields=(
            "encoder",
            "patch_size",
            "width",
            "feature_map",
            "scaling",
            "components",
            "whitening",
            "members",
            "pixel_expert",
            "relief_window",
        ),
        citation="Li et al. (2025), Combining Contrastive Learning and Diffusion Model "
        "for Hyperspectral Image Classification, IEEE GRSL, "
        "doi:10.1109/LGRS.2025.3601152",
    ),
    MethodSpec(
        id="svm",
        title="Support vector machine",
        summary="Radial basis functions on standardised spectra; C and gamma are "
        "chosen by cross-validation inside the labels.",
        config="hsiviewer.learning.methods.svm.config:SvmConfig",
        entry="hsiviewer.learning.methods.svm.method",
        stages=("fine-tuning", "predicting"),
        citation="Melgani and Bruzzone (2004), doi:10.1109/TGRS.2004.831865",
    ),
    MethodSpec(
        id="random-forest",
        title="Random forest",
        summary="Trees on standardised spectra; works without choosing anything.",
        config="hsiviewer.learning.methods.random_forest.config:RandomForestConfig",
        entry="hsiviewer.learning.methods.random_forest.method",
        stages=("fine-tuning", "predicting"),
        citation="Breiman (2001), doi:10.1023/A:1010933404324",
    ),
    MethodSpec(
        id="spectral-angle",
        title="Spectral angle",
        summary="Gives each pixel the class whose mean spectrum is at the smallest "
        "angle; brightness does not matter.",
        config="hsiviewer.learning.methods.spectral_angle.config:SpectralAngleConfig",
        entry="hsiviewer.learning.methods.spectral_angle.method",
        stages=("fine-tuning", "predicting"),
        citation="Kruse et al. (1993), doi:10.1016/0034-4257(93)90013-N",
    ),
)


class _Methods(Mapping[str, MethodSpec]):
    """The methods by id; extensions are loaded on first use."""

    @cached_property
    def _by_id(self) -> dict[str, MethodSpec]:
        methods = {spec.id: spec for spec in _ALL}

        def check(spec: MethodSpec) -> None:
            if spec.id in methods:
                raise ExtensionError(f"there is a method {spec.id!r} already")
            _check(spec)
            methods[spec.id] = spec

        load_extensions("hsiviewer.methods", MethodSpec, check)
        return methods

    def __getitem__(self, method: str) -> MethodSpec:
        return self._by_id[method]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


def _check(spec: MethodSpec) -> None:
    """Check that the method of an extension can be listed and shown in forms."""
    if "quick" not in spec.presets:
        raise ExtensionError(f"{spec.config} has no preset 'quick'")
    undescribed = [
        field.name
        for field in dataclasses.fields(spec.config_type)
        if "help" not in field.metadata
    ]
    if undescribed:
        raise ExtensionError(
            f"{spec.config} has fields without a description "
            f"({', '.join(undescribed)}); "
            "make them with hsiviewer.learning.configuration.parameter"
        )
    if len(spec.stages) < 2:
        raise ExtensionError(
            f"the method {spec.id!r} names no stages, such as fine-tuning, predicting"
        )


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
