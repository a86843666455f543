"""Parameters of curated-prompt alignment, with the paper's values as defaults.

[S] is the paper, arXiv 2509.22697, as summaries and a public re-implementation
quote it; "ours" a choice where nothing is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.templates import TEMPLATES

_S, _OURS = "paper, second hand", "ours"


@dataclass(frozen=True)
class CuratedPromptsConfig:
    """Configuration of the method `curated-prompts`."""

    encoder: str = parameter(
        "vit",
        "vit: transformer over cells of a patch; conv: small valid convolutions that "
        "are evaluated densely.",
        choices=("vit", "conv"),
        source=_S,
    )
    patch_size: int = parameter(
        9, "Side of the patches in pixels; odd.", between=(1, 31), source=_S
    )
    cell: int = parameter(
        3, "Side in pixels of the cells that become tokens (vit).", between=(1, 31),
        source=_S,
    )  # fmt: skip
    width: int = parameter(
        64, "Length of tokens and of the common space.", between=(8, 1024), source=_S
    )
    layers: int = parameter(6, "Transformer blocks (vit).", between=(1, 24), source=_S)
    heads: int = parameter(16, "Attention heads (vit).", between=(1, 64), source=_S)
    dropout: float = parameter(
        0.1, "Share of features dropped in training.", between=(0, 0.9), source=_S
    )
    auxiliary_dropout: float = parameter(
        0.0, "Share of samples whose auxiliary rasters are hidden in training (conv).",
        between=(0, 0.95), source=_OURS,
    )  # fmt: skip
    scaling: str = parameter(
        "zscore",
        "Mean and deviation of each band, one minimum and maximum for the whole cube, "
        "or percentiles of each band.",
        choices=("zscore", "cube-minmax", "band-robust"),
        source=_OURS,
    )
    components: int = parameter(
        50, "Principal components of the spectra; 0 uses all bands.",
        between=(0, 500), source=_S,
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
    template: str = parameter(
        "p5", "Sentence of a class: p5 is the user's description, name its name alone, "
        "field the published prompt for crops, the others DiffCLIP's prompts.",
        choices=tuple(TEMPLATES), source=_OURS,
    )  # fmt: skip
    shuffle_text: bool = parameter(
        False, "Give every class the sentence of another one: the ablation that shows "
        "whether it matters what is said.", source=_OURS,
    )  # fmt: skip
    anchors: str = parameter(
        "text", "What stands for a class: vectors of its sentence, random ones, or "
        "vectors that train freely.", choices=("text", "random", "free"), source=_OURS,
    )  # fmt: skip
    text_tower: str = parameter(
        "minilm", "Encoder of the sentences where none is chosen for the job.",
        choices=("minilm", "scratch"), source=_OURS,
    )  # fmt: skip
    centre: bool = parameter(
        False, "Take away what all sentences have in common.", source=_OURS
    )
    probe_side: str = parameter(
        "text", "Where the trained linear probe stands: sentences go to the image "
        "space, images to the text space, or both to a common one.",
        choices=("text", "vision", "both"), source=_S,
    )  # fmt: skip
    train_probe: bool = parameter(
        True, "Whether the probe trains, or stays as it was drawn.", source=_S
    )
    temperature: float = parameter(
        0.07, "Temperature of the cosine at the start.", between=(0.001, 10),
        source=_S,
    )  # fmt: skip
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
    balanced: bool = parameter(
        False, "Draw batches in which all classes are equally frequent.", source=_OURS
    )
    rate: float = parameter(1e-3, "Learning rate.", between=(0, 1), source=_S)
    decay: float = parameter(1e-4, "Weight decay.", between=(0, 1), source=_S)
    optimizer: str = parameter(
        "adam", "Optimiser; adamw decays weights apart from gradients.",
        choices=("adam", "adamw"), source=_S,
    )  # fmt: skip
    schedule: str = parameter(
        "constant", "Learning rate: constant, or a rise and a fall by a cosine.",
        choices=("constant", "cycle"), source=_OURS,
    )  # fmt: skip
    flips: bool = parameter(False, "Turn and mirror patches in training.", source=_OURS)
    noise: float = parameter(
        0.0, "Noise added to patches in training, in units of their scaled values.",
        between=(0, 10), source=_OURS,
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
        members=3,
        pixel_expert=True,
        prior_adaptation=True,
    ),
    "paper": CuratedPromptsConfig(),
}
