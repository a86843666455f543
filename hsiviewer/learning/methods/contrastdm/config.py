"""Parameters of ContrastDM, with the reconstruction's values as defaults.

The paper, Li, Li, Chen, Cao, IEEE GRSL 22 (2025), doi:10.1109/LGRS.2025.3601152, is
closed and has no public code. "abstract" marks what its abstract says; "ContrastNet"
and "DiffusionAAE" what earlier work by the same people does (Neurocomputing 2021;
Ecological Informatics 2025, doi:10.1016/j.ecoinf.2025.103118); "ours" all the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning import shared_parameters as shared
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.network_config import Footprint, NetworkConfig

# Of a pixel and a component: eight filters, and five copies in single precision of what
# they make, for convolution, normalisation and their gradients.
_TRUNK_BYTES = 8 * 5 * 4
_PATCHES_AT_ONCE = 128
_ABSTRACT, _NET, _AAE, _OURS = "abstract", "ContrastNet", "DiffusionAAE", shared.OURS


@dataclass(frozen=True)
class ContrastDmConfig(NetworkConfig):
    """Configuration of the method `contrastdm`."""

    encoder: str = parameter(
        "trunk",
        "trunk: 3-D, then 2-D convolutions of growing stride; conv: small valid "
        "convolutions that are evaluated densely.",
        choices=("trunk", "conv"),
        source=_AAE,
    )
    patch_size: int = shared.patch_size(25, source=_AAE)
    width: int = parameter(
        64, "Length of the features (conv).", between=(8, 512), source=_OURS
    )
    feature_map: int = parameter(
        0, "Side that the last feature map is stretched to (trunk): 4 in DiffusionAAE, "
        "which repeats every value; 0 leaves it.", between=(0, 8), source=_OURS,
    )  # fmt: skip
    scaling: str = shared.scaling("zscore", source=_AAE)
    components: int = shared.components(15, source=_AAE)
    whitening: float = shared.whitening(1.0)
    relief_window: int = shared.relief_window()
    pretraining: str = parameter(
        "contrastive",
        "How the encoder learns from the unlabelled scene: by telling patches apart, "
        "by drawing them again, or not at all.",
        choices=("contrastive", "autoencoder", "none"),
        source=_ABSTRACT,
    )
    unlabelled: int = parameter(
        20_000, "Unlabelled patches, drawn from the whole scene.",
        between=(2, 100_000), source=_OURS,
    )  # fmt: skip
    pretrain_epochs: int = parameter(
        200, "Passes over the unlabelled patches.", between=(0, 100_000), source=_NET
    )
    pretrain_steps: int = parameter(
        1, "Steps of pre-training at least.", between=(1, 1_000_000), source=_OURS
    )
    pretrain_batch: int = parameter(
        128, "Patches per step of pre-training.", between=(2, 4096), source=_NET
    )
    pretrain_rate: float = parameter(
        0.03, "Learning rate of pre-training.", between=(0, 10), source=_OURS
    )
    pretrain_decay: float = parameter(
        1e-3, "Weight decay of pre-training.", between=(0, 1), source=_NET
    )
    views: str = parameter(
        "augmented",
        "What shows the same place twice: two changes of one patch, or a patch and "
        "one whose centre is near, both changed.",
        choices=("augmented", "neighbour"),
        source=_OURS,
    )
    zoom: float = parameter(
        0.7, "Least part of a patch's side that a view shows.", between=(0.1, 1),
        source=_OURS,
    )  # fmt: skip
    gain: float = parameter(
        0.1, "Greatest change of a component's strength in a view.", between=(0, 1),
        source=_OURS,
    )  # fmt: skip
    view_noise: float = parameter(
        0.02, "Noise added to a view, in units of the scaled values.",
        between=(0, 10), source=_OURS,
    )  # fmt: skip
    drop_components: float = parameter(
        0.2, "Share of the components that a view hides.", between=(0, 0.9),
        source=_OURS,
    )  # fmt: skip
    queue: int = parameter(
        4096, "Earlier patches that a patch is told apart from (640 in ContrastNet).",
        between=(1, 1_000_000), source=_OURS,
    )  # fmt: skip
    momentum: float = parameter(
        0.999, "Share of the key encoder that a step keeps.", between=(0, 1),
        source=_NET,
    )  # fmt: skip
    contrast_temperature: float = parameter(
        0.1, "Temperature of the contrastive loss (0.01 in ContrastNet).",
        between=(0.001, 10), source=_OURS,
    )  # fmt: skip
    diffusion: bool = parameter(
        True, "Learn features of the classes by diffusion, and draw new ones.",
        source=_ABSTRACT,
    )  # fmt: skip
    denoiser_width: int = parameter(
        1024, "Width of the denoising network.", between=(16, 4096), source=_OURS
    )
    denoiser_blocks: int = parameter(
        4, "Blocks of the denoising network.", between=(1, 16), source=_OURS
    )
    diffusion_times: int = parameter(
        1000, "Steps T of the noise schedule.", between=(2, 10_000), source=_AAE
    )
    diffusion_epochs: int = parameter(
        200, "Passes over the unlabelled features.", between=(0, 100_000), source=_AAE
    )
    diffusion_steps: int = parameter(
        20_000, "Steps of training the diffusion model at least.",
        between=(1, 1_000_000), source=_OURS,
    )  # fmt: skip
    diffusion_batch: int = parameter(
        128, "Features per step of the diffusion model.", between=(2, 4096),
        source=_OURS,
    )  # fmt: skip
    diffusion_rate: float = parameter(
        3e-4, "Learning rate of the diffusion model.", between=(0, 1), source=_AAE
    )
    diffusion_average: float = parameter(
        0.999, "Decay of its averaged weights; 0 takes the last ones.",
        between=(0, 0.99999), source=_OURS,
    )  # fmt: skip
    null_data: bool = parameter(
        True, "Show the diffusion model unlabelled features, too, without a class.",
        source=_OURS,
    )  # fmt: skip
    class_dropout: float = parameter(
        0.1, "Share of labelled features whose class is hidden from it.",
        between=(0, 0.9), source=_OURS,
    )  # fmt: skip
    class_weights: bool = parameter(
        True, "Weigh classes by how rare their labels are.", source=_AAE
    )
    compactness: float = parameter(
        0.1, "Weight of the pull of denoised features to their class's mean; 0 is "
        "the literal objective.", between=(0, 10), source=_OURS,
    )  # fmt: skip
    guidance: float = parameter(
        1.0, "How far draws are pushed from what is likely to what is likely of the "
        "class.", between=(0, 20), source=_OURS,
    )  # fmt: skip
    synthetic: int = parameter(
        200, "Features drawn for each class (even).", between=(0, 5000), source=_AAE
    )
    amounts: str = parameter(
        "even", "even: as many for each class; balance: up to the class with most "
        "labels.", choices=("even", "balance"), source=_AAE,
    )  # fmt: skip
    sampling_steps: int = parameter(
        50, "Steps of drawing a feature (DDIM).", between=(1, 10_000), source=_AAE
    )
    filter: bool = parameter(
        True, "Leave out drawn features that are nearest to a label of another class.",
        source=_OURS,
    )  # fmt: skip
    refine_t: int = parameter(
        0, "Diffusion step to which features are noised, and denoised again, in "
        "training and on the map; 0 takes them as they are.", between=(0, 9999),
        source=_OURS,
    )  # fmt: skip
    classifier: str = parameter(
        "mlp", "What tells features apart: two hidden layers, or cosines with one "
        "learned direction per class.", choices=("mlp", "cosine"), source=_AAE,
    )  # fmt: skip
    hidden: int = parameter(
        128, "Units of the first hidden layer; the second has half.",
        between=(2, 2048), source=_AAE,
    )  # fmt: skip
    temperature: float = shared.temperature(0.1)
    synthetic_weight: float = parameter(
        0.5, "Weight of drawn features beside the labels' 1, in total.",
        between=(0, 100), source=_OURS,
    )  # fmt: skip
    real_weight: float = parameter(
        1.0, "Weight of the labels; 0 learns from drawn features alone.",
        between=(0, 100), source=_OURS,
    )  # fmt: skip
    smoothing: float = parameter(
        0.05, "Label smoothing.", between=(0, 0.9), source=_OURS
    )
    epochs: int = parameter(
        200, "Passes over labels and drawn features.", between=(0, 100_000),
        source=_AAE,
    )  # fmt: skip
    steps: int = parameter(
        1, "Steps of training the classifier at least.", between=(1, 1_000_000),
        source=_OURS,
    )  # fmt: skip
    batch: int = parameter(
        128, "Samples per step of the classifier.", between=(2, 4096), source=_AAE
    )
    rate: float = parameter(
        1e-3, "Learning rate of the classifier.", between=(0, 1), source=_AAE
    )
    decay: float = parameter(
        1e-4, "Weight decay of the classifier.", between=(0, 1), source=_OURS
    )
    balanced: bool = shared.balanced()
    optimizer: str = shared.optimizer(source=_AAE)
    schedule: str = shared.constant_or_cycle()
    encoder_rate: float = parameter(
        0.0, "Learning rate of the encoder along with the classifier, relative to its; "
        "0 leaves the encoder as pre-training left it.", between=(0, 1), source=_OURS,
    )  # fmt: skip
    dropout: float = parameter(
        0.0, "Share of features dropped in training the classifier.",
        between=(0, 0.9), source=_OURS,
    )  # fmt: skip
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
        if self.refine_t >= self.diffusion_times:
            raise ConfigurationError(
                f"refine_t cannot be {self.refine_t} with {self.diffusion_times} "
                "diffusion steps; give a smaller number"
            )
        if self.refine_t and not self.diffusion:
            raise ConfigurationError(
                "refine_t needs a diffusion model; switch diffusion on, or set "
                "refine_t=0"
            )
        draws = self.diffusion and (self.synthetic or self.amounts == "balance")
        if not self.real_weight and not (draws and self.synthetic_weight):
            raise ConfigurationError(
                "real_weight cannot be 0 without drawn features; switch diffusion on "
                "and set synthetic, or give the labels a weight"
            )

    def footprint(self, channels: int, rasters: int) -> Footprint:
        """Return the memory of an image encoder; see `NetworkConfig`."""
        if self.encoder == "trunk":
            patch = self.patch_size**2 * channels * _TRUNK_BYTES
            return Footprint(patch, _PATCHES_AT_ONCE * patch)
        return super().footprint(channels, rasters)


PRESETS: Mapping[str, ContrastDmConfig] = {
    "quick": ContrastDmConfig(
        encoder="conv",
        patch_size=5,
        components=30,
        whitening=0.5,
        relief_window=41,
        unlabelled=2000,
        pretrain_epochs=0,
        pretrain_steps=200,
        views="neighbour",
        queue=1024,
        momentum=0.99,
        denoiser_width=128,
        denoiser_blocks=2,
        diffusion_epochs=0,
        diffusion_steps=300,
        diffusion_rate=3e-3,
        diffusion_average=0.99,
        sampling_steps=25,
        epochs=0,
        steps=120,
        rate=2e-3,
        decay=1e-2,
        balanced=True,
        optimizer="adamw",
        schedule="cycle",
        encoder_rate=1.0,
        dropout=0.2,
        flips=True,
        noise=0.05,
        features="auto",
        context=True,
        context_gain=5.0,
        members=3,
        pixel_expert=True,
        prior_adaptation=True,
    ),
    "paper": ContrastDmConfig(),
}

# Of preset ``quick`` in version 0.1, where they differ.
EARLIER: Mapping[str, Any] = {
    "features": "principal",
    "context": False,
    "context_gain": 1.0,
}
