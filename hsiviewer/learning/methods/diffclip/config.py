"""Parameters of DiffCLIP, with the paper's values as defaults.

[P] is the paper, arXiv 2412.07119; [C] the authors' released code; "ours" a
choice where both are silent or unsound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning import shared_parameters as shared
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.network_config import Footprint, NetworkConfig

_P, _C, _OURS = "paper", "released code", shared.OURS


@dataclass(frozen=True)
class DiffClipConfig(NetworkConfig):
    """Configuration of the method `diffclip`."""

    encoder: str = parameter(
        "vit",
        "vit: one token per pixel of a patch; conv: small valid convolutions that "
        "are evaluated densely.",
        choices=("vit", "conv"),
        source=_P,
    )
    patch_size: int = shared.patch_size(11, source=_P, most=31)
    width: int = parameter(128, "Length of tokens.", between=(8, 512), source=_C)
    layers: int = parameter(
        4, "Blocks of the shared encoder (vit).", between=(1, 12), source=_C
    )
    heads: int = parameter(8, "Attention heads (vit).", between=(1, 16), source=_C)
    decoder_layers: int = parameter(
        3, "Blocks of each decoder (vit).", between=(1, 12), source=_C
    )
    share_encoder: bool = parameter(
        True, "One encoder for all modalities, or one for each.", source=_P
    )
    train_positions: bool = parameter(
        False, "Whether positions train in fine-tuning (vit).", source=_OURS
    )
    scaling: str = shared.scaling("cube-minmax", source=_C)
    components: int = shared.components(0, source=_C)
    whitening: float = shared.whitening()
    relief_window: int = shared.relief_window()
    pretrain: bool = parameter(
        True, "Learn from unlabelled patches of the scene first.", source=_P
    )
    unlabelled: int = parameter(
        700, "Unlabelled patches, drawn from the whole scene.", between=(1, 100_000),
        source=_P,
    )  # fmt: skip
    pretrain_steps: int = parameter(
        2400, "Steps of pre-training (400 epochs of 700 patches).",
        between=(1, 1_000_000), source=_C,
    )  # fmt: skip
    pretrain_batch: int = parameter(
        128, "Patches per step of pre-training.", between=(1, 4096), source=_C
    )
    pretrain_rate: float = parameter(
        1e-4, "Learning rate of pre-training.", between=(0, 1), source=_P
    )
    pretrain_decay: float = parameter(
        1e-5, "Weight decay of pre-training.", between=(0, 1), source=_P
    )
    diffusion: bool = parameter(
        True, "Noise the visible tokens; off is a plain masked autoencoder.", source=_P
    )
    diffusion_steps: int = parameter(
        1000, "Steps T of the noise schedule.", between=(1, 10_000), source=_P
    )
    mask_ratio: float = parameter(
        0.7, "Share of hidden tokens.", between=(0, 0.95), source=_P
    )
    masked_weight: float = parameter(
        0.1, "Weight of the hidden tokens in the loss.", between=(0, 10), source=_C
    )
    crop: bool = parameter(
        True, "Cut and resize patches in pre-training, alike in all modalities.",
        source=_C,
    )  # fmt: skip
    epochs: int = parameter(
        150, "Passes over the shots in fine-tuning.", between=(0, 100_000), source=_C
    )
    steps: int = parameter(
        1, "Steps of fine-tuning at least, however few the shots.",
        between=(1, 100_000), source=_OURS,
    )  # fmt: skip
    batch: int = parameter(
        128, "Samples per step of fine-tuning.", between=(2, 4096), source=_C
    )
    rate: float = parameter(
        1e-4, "Learning rate of fine-tuning.", between=(0, 1), source=_P
    )
    decay: float = parameter(
        1e-5, "Weight decay of fine-tuning.", between=(0, 1), source=_P
    )
    optimizer: str = shared.optimizer(source=_C)
    schedule: str = parameter(
        "steps", "steps: a tenth at two thirds and seven eighths; cycle: rise, then "
        "fall by a cosine.", choices=("steps", "cycle"), source=_C,
    )  # fmt: skip
    dropout: float = parameter(
        0.0, "Share of features dropped in fine-tuning (conv).", between=(0, 0.9),
        source=_OURS,
    )  # fmt: skip
    auxiliary_dropout: float = shared.auxiliary_dropout()
    flips: bool = shared.flips()
    noise: float = shared.noise()
    text: bool = parameter(
        True, "Compare with sentences; off trains free class vectors.", source=_P
    )
    text_tower: str = shared.text_tower("scratch", source=_P)
    template: str = shared.template(source=_P)
    shuffle_text: bool = shared.shuffle_text()
    text_noise: float = shared.text_noise()
    temperature: float = shared.temperature(0.7, source=_C)
    learn_temperature: bool = parameter(
        True, "Whether the temperature trains.", source=_P
    )
    positives: str = parameter(
        "diagonal", "Which sentences of the batch are right for a sample; both are the "
        "same while classes have one sentence.", choices=("diagonal", "multi"),
        source=_C,
    )  # fmt: skip
    timestep: str = parameter(
        "zero", "Diffusion step told to the encoder in fine-tuning (vit).",
        choices=("zero", "random"), source=_OURS,
    )  # fmt: skip
    features: str = shared.features()
    context: bool = shared.context()
    context_gain: float = shared.context_gain()
    members: int = shared.members()
    pixel_expert: bool = shared.pixel_expert()
    calibration_folds: int = shared.calibration_folds()
    prior_adaptation: bool = shared.prior_adaptation()

    def __post_init__(self) -> None:
        super().__post_init__()
        # Positions take quarters of the width, attention shares it among heads.
        if self.encoder == "vit" and (self.width % 4 or self.width % self.heads):
            raise ConfigurationError(
                f"width cannot be {self.width} with {self.heads} heads; give a "
                "multiple of both 4 and the number of heads"
            )

    def footprint(self, channels: int, rasters: int) -> Footprint:
        """Return the memory of an image encoder; see `NetworkConfig`."""
        if self.encoder == "vit":
            return Footprint.of_transformer(
                tokens=self.patch_size**2 + 1,
                width=self.width,
                heads=self.heads,
                layers=self.layers,
                rasters=rasters,
                patch_values=channels * self.patch_size**2,
            )
        return super().footprint(channels, rasters)


PRESETS: Mapping[str, DiffClipConfig] = {
    "quick": DiffClipConfig(
        encoder="conv",
        patch_size=5,
        width=64,
        scaling="zscore",
        components=30,
        whitening=0.5,
        relief_window=41,
        unlabelled=2000,
        pretrain_steps=200,
        pretrain_rate=1e-4,
        crop=False,
        epochs=0,
        steps=120,
        rate=2e-3,
        decay=1e-2,
        optimizer="adamw",
        schedule="cycle",
        dropout=0.2,
        auxiliary_dropout=0.5,
        flips=True,
        noise=0.05,
        text_tower="minilm",
        temperature=0.1,
        positives="multi",
        features="auto",
        context=True,
        context_gain=10.0,
        members=3,
        pixel_expert=True,
        prior_adaptation=True,
    ),
    "paper": DiffClipConfig(),
}

# Of preset ``quick`` in version 0.1, where they differ.
EARLIER: Mapping[str, Any] = {
    "features": "principal",
    "context": False,
    "context_gain": 1.0,
}
