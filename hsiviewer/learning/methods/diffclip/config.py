"""Parameters of DiffCLIP, with the paper's values as defaults.

[P] is the paper, arXiv 2412.07119; [C] the authors' released code; "ours" a
choice where both are silent or unsound.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.templates import TEMPLATES

_P, _C, _OURS = "paper", "released code", "ours"


@dataclass(frozen=True)
class DiffClipConfig:
    """Configuration of the method `diffclip`."""

    encoder: str = parameter(
        "vit",
        "vit: one token per pixel of a patch; conv: small valid convolutions that "
        "are evaluated densely.",
        choices=("vit", "conv"),
        source=_P,
    )
    patch_size: int = parameter(
        11, "Side of the patches in pixels; odd.", between=(1, 31), source=_P
    )
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
    scaling: str = parameter(
        "cube-minmax",
        "One minimum and maximum for the whole cube, percentiles of each band, or "
        "mean and deviation of each band.",
        choices=("cube-minmax", "band-robust", "zscore"),
        source=_C,
    )
    components: int = parameter(
        0, "Principal components of the spectra; 0 uses all bands.",
        between=(0, 500), source=_C,
    )  # fmt: skip
    whitening: float = parameter(
        0.0, "How far the components are made equally strong.", between=(0, 1),
        source=_OURS,
    )  # fmt: skip
    relief_window: int = parameter(
        0, "Side in pixels of the window above whose ground auxiliary rasters are "
        "measured, for surface models; 0 takes them as they are.",
        between=(0, 301), source=_OURS,
    )  # fmt: skip
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
    optimizer: str = parameter(
        "adam", "Optimiser of fine-tuning; adamw decays weights apart from gradients.",
        choices=("adam", "adamw"), source=_C,
    )  # fmt: skip
    schedule: str = parameter(
        "steps", "steps: a tenth at two thirds and seven eighths; cycle: rise, then "
        "fall by a cosine.", choices=("steps", "cycle"), source=_C,
    )  # fmt: skip
    dropout: float = parameter(
        0.0, "Share of features dropped in fine-tuning (conv).", between=(0, 0.9),
        source=_OURS,
    )  # fmt: skip
    auxiliary_dropout: float = parameter(
        0.0, "Share of samples whose auxiliary rasters are hidden in fine-tuning "
        "(conv).", between=(0, 0.95), source=_OURS,
    )  # fmt: skip
    flips: bool = parameter(
        False, "Turn and mirror patches in fine-tuning.", source=_OURS
    )
    noise: float = parameter(
        0.0, "Noise added to patches in fine-tuning, in units of their scaled values: "
        "makes classes that overlap smoother.", between=(0, 10), source=_OURS,
    )  # fmt: skip
    text: bool = parameter(
        True, "Compare with sentences; off trains free class vectors.", source=_P
    )
    text_tower: str = parameter(
        "scratch", "Encoder of the sentences where none is chosen for the job: trained "
        "along, or frozen.", choices=("scratch", "minilm"), source=_P,
    )  # fmt: skip
    template: str = parameter(
        "p5", "Sentence of a class: p5 is the user's description, name its name alone, "
        "the others are prompts that name it.",
        choices=tuple(TEMPLATES), source=_P,
    )  # fmt: skip
    shuffle_text: bool = parameter(
        False, "Give every class the sentence of another one: the ablation that shows "
        "whether it matters what is said.", source=_OURS,
    )  # fmt: skip
    temperature: float = parameter(
        0.7, "Temperature of the cosine at the start.", between=(0.001, 10), source=_C
    )
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
    members: int = parameter(
        1, "Networks that are trained and averaged.", between=(1, 20), source=_OURS
    )
    pixel_expert: bool = parameter(
        False, "Add networks that see single pixels, and average with them (conv).",
        source=_OURS,
    )  # fmt: skip
    calibration_folds: int = parameter(
        3, "Networks that are trained without a share of the labels and asked about "
        "it, so that the confidence is honest; 0 takes scores as they are.",
        between=(0, 20), source=_OURS,
    )  # fmt: skip
    prior_adaptation: bool = parameter(
        False, "Estimate how frequent classes are in the scene from its unlabelled "
        "predictions, for labels that are equally many (Saerens et al. 2002, "
        "doi:10.1162/089976602753284446).", source=_OURS,
    )  # fmt: skip

    def __post_init__(self) -> None:
        if self.patch_size % 2 == 0:
            raise ConfigurationError(
                f"patch_size cannot be {self.patch_size}; a patch has a centre pixel, "
                "so give an odd number"
            )
        # Positions take quarters of the width, attention shares it among heads.
        if self.encoder == "vit" and (self.width % 4 or self.width % self.heads):
            raise ConfigurationError(
                f"width cannot be {self.width} with {self.heads} heads; give a "
                "multiple of both 4 and the number of heads"
            )


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
        members=3,
        pixel_expert=True,
        prior_adaptation=True,
    ),
    "paper": DiffClipConfig(),
}
