"""Parameters of S3FN, with the paper's values as defaults.

[P] is the paper, arXiv 2510.07556; [C] the released notebooks; "ours" a choice
where both are silent, contradict each other or are unsound.
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
class S3fnConfig(NetworkConfig):
    """Configuration of the method `s3fn`."""

    encoder: str = parameter(
        "cnn",
        "cnn: the published 3-D network, patch by patch; dense: a small one of valid "
        "convolutions that is evaluated densely.",
        choices=("cnn", "dense"),
        source=_P,
    )
    patch_size: int = shared.patch_size(11)
    object_patch: int = parameter(
        32, "Side of the patches of whole objects in pixels.", between=(5, 256),
        source=_C,
    )  # fmt: skip
    object_patches: int = parameter(
        10, "Patches of an object that are trained on, at most.", between=(1, 1000),
        source=_C,
    )  # fmt: skip
    vote_patches: int = parameter(
        20, "Patches of an object that vote, at most.", between=(1, 1000), source=_C
    )
    vote: str = parameter(
        "mean", "How patches decide on an object: mean of probabilities, or hard "
        "votes.", choices=("mean", "hard"), source=_P,
    )  # fmt: skip
    width: int = parameter(
        128, "Length of the features z.", between=(8, 1024), source=_C
    )
    filters: int = parameter(
        32, "Filters of the first convolution; later ones have twice and four times "
        "as many.", between=(1, 256), source=_C,
    )  # fmt: skip
    pooling: bool = parameter(
        True, "Average neighbouring components after convolutions; off keeps what "
        "each of them says (dense).", source=_C,
    )  # fmt: skip
    scaling: str = shared.scaling("zscore", source=_C)
    components: int = parameter(
        30, "Principal components of the spectra, at most.", between=(1, 500),
        source=_OURS,
    )  # fmt: skip
    variance: float = parameter(
        0.999, "Share of the variance that the components keep.", between=(0.5, 1),
        source=_C,
    )  # fmt: skip
    whitening: float = shared.whitening(1.0, source=_C)
    fit_on: str = parameter(
        "shots", "Which pixels scaling and components are fitted on: patches of the "
        "labels, or unlabelled pixels of the whole scene.",
        choices=("shots", "scene"), source=_C,
    )  # fmt: skip
    dropout: float = parameter(
        0.5, "Share of features dropped in the first stage.", between=(0, 0.9),
        source=_C,
    )  # fmt: skip
    penalty: float = parameter(
        1.0, "Factor of the published penalties on the sizes of weights; 0 has none.",
        between=(0, 1000), source=_C,
    )  # fmt: skip
    epochs: int = parameter(
        100, "Passes over the shots in the first stage.", between=(0, 100_000),
        source=_C,
    )  # fmt: skip
    steps: int = parameter(
        1, "Steps of the first stage at least.", between=(1, 1_000_000), source=_OURS
    )
    batch: int = parameter(4, "Samples per step.", between=(2, 4096), source=_C)
    balanced: bool = shared.balanced()
    rate: float = parameter(1e-3, "Learning rate.", between=(0, 1), source=_C)
    decay: float = parameter(
        0.0, "Weight decay apart from the gradients.", between=(0, 1), source=_OURS
    )
    schedule: str = shared.constant_or_cycle(source=_C)
    flips: bool = shared.flips(source=_C)
    intensity: float = parameter(
        0.0, "How far patches are made brighter or darker in training, as a share; the "
        "released code has 0.1 for wood.", between=(0, 1), source=_C,
    )  # fmt: skip
    noise: float = shared.noise()
    fuse: bool = parameter(
        True, "Compare features with class texts; off is the 3-D network alone.",
        source=_P,
    )  # fmt: skip
    fusion_epochs: int = parameter(
        50, "Passes over the shots in the second stage.", between=(0, 100_000),
        source=_C,
    )  # fmt: skip
    fusion_steps: int = parameter(
        1, "Steps of the second stage at least.", between=(1, 1_000_000), source=_OURS
    )
    fusion_depth: int = parameter(
        1, "Layers from features to the texts' space; one is linear, as published.",
        between=(1, 4), source=_P,
    )  # fmt: skip
    fusion_relu: bool = parameter(
        True, "Whether fused features are positive only.", source=_C
    )
    similarity: str = parameter(
        "cosine", "How features are compared with texts: cosine with a learned "
        "temperature, cosine alone, or dot product.",
        choices=("cosine", "cosine-1", "dot"), source=_OURS,
    )  # fmt: skip
    temperature: float = shared.temperature(0.07)
    label_vectors: str = parameter(
        "text", "What stands for a class: its text, its number, or random vectors.",
        choices=("text", "one-hot", "random"), source=_P,
    )  # fmt: skip
    template: str = shared.template(source=_P)
    name_pooling: bool = parameter(
        True, "Average the states of the class's name in its text where it occurs, "
        "not of all words.", source=_P,
    )  # fmt: skip
    centre: bool = shared.centre()
    shuffle_text: bool = shared.shuffle_text()
    text_noise: float = shared.text_noise()
    text_tower: str = shared.text_tower("minilm")
    features: str = shared.features()
    context: bool = shared.context()
    context_gain: float = shared.context_gain()
    members: int = shared.members()
    pixel_expert: bool = shared.pixel_expert()
    calibration_folds: int = shared.calibration_folds()
    prior_adaptation: bool = shared.prior_adaptation()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.encoder == "dense" and self.patch_size not in (1, 5):
            raise ConfigurationError(
                f"patch_size cannot be {self.patch_size} with the dense encoder, which "
                "has two convolutions; give 5, or 1 for single pixels"
            )

    @property
    def sees_surroundings(self) -> bool:
        """Whether surroundings are looked at; see `NetworkConfig`."""
        return super().sees_surroundings and self.fit_on == "scene"

    def footprint(self, channels: int, rasters: int) -> Footprint:
        """Return the memory of an image encoder; see `NetworkConfig`."""
        del rasters  # the volumes are those of the scene
        return Footprint.of_volumes(
            side=self.patch_size,
            values=channels * self.filters,
            is_dense=self.encoder == "dense",
        )


PRESETS: Mapping[str, S3fnConfig] = {
    "quick": S3fnConfig(
        encoder="dense",
        patch_size=5,
        filters=16,
        pooling=False,
        variance=1.0,
        whitening=0.5,
        fit_on="scene",
        dropout=0.2,
        penalty=0.0,
        epochs=0,
        steps=200,
        batch=128,
        balanced=True,
        rate=2e-3,
        decay=1e-2,
        schedule="cycle",
        flips=True,
        noise=0.05,
        fusion_epochs=0,
        fusion_steps=60,
        fusion_relu=False,
        centre=True,
        features="auto",
        context=True,
        context_gain=5.0,
        members=3,
        pixel_expert=True,
        prior_adaptation=True,
    ),
    "paper": S3fnConfig(),
}

# Of preset ``quick`` in version 0.1, where they differ.
EARLIER: Mapping[str, Any] = {
    "features": "principal",
    "context": False,
    "context_gain": 1.0,
}
