"""Parameters of curated-prompt alignment, with the paper's values as defaults.

[S] is the paper, arXiv 2509.22697, as summaries and a public re-implementation
quote it; "ours" a choice where nothing is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning import shared_parameters as shared
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.network_config import Footprint, NetworkConfig

_S, _OURS = "paper, second hand", shared.OURS


@dataclass(frozen=True)
class CuratedPromptsConfig(NetworkConfig):
    """Configuration of the method `curated-prompts`."""

    encoder: str = parameter(
        "vit",
        "vit: transformer over cells of a patch; conv: small valid convolutions that "
        "are evaluated densely.",
        choices=("vit", "conv"),
        source=_S,
    )
    patch_size: int = shared.patch_size(9, source=_S)
    cell: int = parameter(
        3, "Side in pixels of the cells that become tokens (vit).", between=(1, 31),
        source=_S,
    )  # fmt: skip
    width: int = parameter(
        64, "Length of tokens and of the common space.", between=(8, 1024), source=_S
    )
    layers: int = parameter(6, "Transformer blocks (vit).", between=(1, 24), source=_S)
    heads: int = parameter(16, "Attention heads (vit).", between=(1, 64), source=_S)
    expansion: int = parameter(
        1, "Width of the transformer's inner layers over that of tokens (vit).",
        between=(1, 8), source=_S,
    )  # fmt: skip
    dropout: float = parameter(
        0.1, "Share of features dropped in training.", between=(0, 0.9), source=_S
    )
    auxiliary_dropout: float = shared.auxiliary_dropout()
    scaling: str = shared.scaling("zscore")
    components: int = shared.components(50, source=_S)
    whitening: float = shared.whitening()
    relief_window: int = shared.relief_window()
    hard: int = parameter(
        4, "Wrong classes in the loss that are nearest to the sample.",
        between=(0, 1000), source=_S,
    )  # fmt: skip
    random: int = parameter(
        4, "Wrong classes in the loss drawn from the others.", between=(0, 1000),
        source=_S,
    )  # fmt: skip
    symmetric: bool = parameter(
        False, "Contrast sentences with the images of the batch, too.", source=_OURS
    )
    template: str = shared.template()
    shuffle_text: bool = shared.shuffle_text()
    text_noise: float = shared.text_noise()
    anchors: str = parameter(
        "text", "What stands for a class: vectors of its sentence, random ones, or "
        "vectors that train freely.", choices=("text", "random", "free"), source=_OURS,
    )  # fmt: skip
    text_tower: str = shared.text_tower("minilm")
    centre: bool = shared.centre()
    probe_side: str = parameter(
        "text", "Where the trained linear probe stands: sentences go to the image "
        "space, images to the text space, or both to a common one.",
        choices=("text", "vision", "both"), source=_S,
    )  # fmt: skip
    probe_depth: int = parameter(
        1, "Layers of the probe; one is linear, as published.", between=(1, 4),
        source=_S,
    )  # fmt: skip
    train_probe: bool = parameter(
        True, "Whether the probe trains, or stays as it was drawn.", source=_S
    )
    temperature: float = shared.temperature(0.07, source=_S)
    learn_temperature: bool = parameter(
        True, "Whether the temperature trains.", source=_S
    )
    epochs: int = parameter(
        100, "Passes over the shots.", between=(0, 100_000), source=_S
    )
    steps: int = parameter(
        2000, "Steps at least, however few the shots.", between=(1, 1_000_000),
        source=_OURS,
    )  # fmt: skip
    batch: int = parameter(32, "Samples per step.", between=(2, 4096), source=_S)
    balanced: bool = shared.balanced()
    rate: float = parameter(1e-3, "Learning rate.", between=(0, 1), source=_S)
    decay: float = parameter(1e-4, "Weight decay.", between=(0, 1), source=_S)
    optimizer: str = shared.optimizer(source=_S)
    schedule: str = shared.constant_or_cycle()
    flips: bool = shared.flips()
    noise: float = shared.noise()
    features: str = shared.features()
    context: bool = shared.context()
    context_gain: float = shared.context_gain()
    members: int = shared.members()
    pixel_expert: bool = shared.pixel_expert()
    calibration_folds: int = shared.calibration_folds()
    prior_adaptation: bool = shared.prior_adaptation()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.encoder == "vit" and self.patch_size % self.cell:
            raise ConfigurationError(
                f"cell cannot be {self.cell} with patches of {self.patch_size} pixels; "
                "give a number that divides them"
            )
        if self.encoder == "vit" and self.width % self.heads:
            raise ConfigurationError(
                f"width cannot be {self.width} with {self.heads} heads; give a "
                "multiple of the number of heads"
            )

    def footprint(self, channels: int, rasters: int) -> Footprint:
        """Return the memory of an image encoder; see `NetworkConfig`."""
        if self.encoder == "vit":
            return Footprint.of_transformer(
                tokens=(self.patch_size // self.cell) ** 2 + 1,
                width=self.width,
                heads=self.heads,
                layers=self.layers,
                rasters=rasters,
                patch_values=channels * self.patch_size**2,
            )
        return super().footprint(channels, rasters)


PRESETS: Mapping[str, CuratedPromptsConfig] = {
    "quick": CuratedPromptsConfig(
        encoder="conv",
        patch_size=5,
        components=30,
        whitening=0.5,
        relief_window=41,
        dropout=0.2,
        auxiliary_dropout=0.5,
        centre=True,
        temperature=0.1,
        epochs=0,
        steps=120,
        batch=128,
        balanced=True,
        rate=2e-3,
        decay=1e-2,
        optimizer="adamw",
        schedule="cycle",
        flips=True,
        noise=0.05,
        features="auto",
        context=True,
        context_gain=10.0,
        members=3,
        pixel_expert=True,
        prior_adaptation=True,
    ),
    "paper": CuratedPromptsConfig(),
}

# Of preset ``quick`` in version 0.1, where they differ.
EARLIER: Mapping[str, Any] = {
    "features": "principal",
    "context": False,
    "context_gain": 1.0,
}
