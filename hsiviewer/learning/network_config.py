"""What the configurations of networks that see patches have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.base_config import BaseConfig

_FLOAT = 4  # bytes
_TILE, _SMALL_TILE = 96, 32  # pixels along a side
_PATCHES_AT_ONCE = 128
_COPIES_READ = 3
_DENSE = ("conv", "dense")
_REACH = 12  # of surroundings, in pixels to each side
_SURROUNDINGS = 2 * _REACH + 1
_CONTEXT_CHANNELS = 80
# Values of the window in which neighbours agree: components that tell them apart, the
# graph, and probabilities of twenty classes in what is measured at once.
_AGREEING = (256 + 2 * 48) ** 2 * (10 + 30 + 20 * 12)
# Measured copies of what passes through a layer that training keeps: of a value for
# each token (attention, its projections, the perceptron), of the attention itself, and
# of a value that is convolved in two and in three dimensions.
_KEPT_PER_TOKEN = 16
_KEPT_ATTENTION = 2
_KEPT_CONVOLVED = 8
_KEPT_VOLUME = 4


@dataclass(frozen=True)
class Footprint:
    """The memory of an image encoder, in bytes.

    Parameters
    ----------
    patch : float
        What training keeps of each patch of a batch.
    tile : float
        What the prediction of a tile takes.
    """

    patch: float
    tile: float

    @classmethod
    def of_transformer(
        cls,
        *,
        tokens: int,
        width: int,
        heads: int,
        layers: int,
        rasters: int,
        patch_values: int,
    ) -> "Footprint":
        """Return that of a transformer.

        Parameters
        ----------
        tokens : int
            Of a patch.
        width, heads, layers : int
            Of the transformer.
        rasters : int
            How many there are; each has tokens of its own.
        patch_values : int
            Values of a patch; prediction cuts one for each pixel of a tile.
        """
        kept = tokens * width * _KEPT_PER_TOKEN + heads * tokens**2 * _KEPT_ATTENTION
        return cls(
            kept * layers * rasters * _FLOAT, _SMALL_TILE**2 * patch_values * _FLOAT
        )

    @classmethod
    def of_convolutions(cls, *, side: int, width: int, rasters: int) -> "Footprint":
        """Return that of convolutions in the plane, evaluated densely.

        Parameters
        ----------
        side : int
            Of a patch, in pixels.
        width : int
            Values of a pixel inside the network.
        rasters : int
            How many there are.
        """
        pixel = width * _KEPT_CONVOLVED * _FLOAT
        return cls(side**2 * pixel * rasters, (_TILE + side) ** 2 * pixel)

    @classmethod
    def of_volumes(cls, *, side: int, values: int, is_dense: bool) -> "Footprint":
        """Return that of convolutions in the plane and along the spectrum.

        Parameters
        ----------
        side : int
            Of a patch, in pixels.
        values : int
            Values of a pixel inside the network.
        is_dense : bool
            Whether tiles are evaluated as a whole.
        """
        pixel = values * _KEPT_VOLUME * _FLOAT
        tile = _TILE if is_dense else side * _PATCHES_AT_ONCE**0.5
        return cls(side**2 * pixel, (tile + side) ** 2 * pixel)


class NetworkConfig(BaseConfig):
    """Base of the configurations of networks that see patches of a scene.

    Attributes
    ----------
    width, components, batch, members, calibration_folds, prior_adaptation
        Parameters of all of them, see `hsiviewer.learning.shared_parameters`.
    unlabelled, pretrain_batch : int
        Parameters of those that learn from the scene without labels.
    """

    encoder: str
    width: int
    components: int
    features: str
    context: bool
    batch: int
    members: int
    calibration_folds: int
    prior_adaptation: bool
    unlabelled: int = 0
    pretrain_batch: int = 0

    def __post_init__(self) -> None:
        if self.patch_size % 2 == 0:
            raise ConfigurationError(
                f"patch_size cannot be {self.patch_size}; a patch has a centre pixel, "
                "so give an odd number"
            )

    @property
    def sees_surroundings(self) -> bool:
        """Whether surroundings are looked at, as `context` asks for.

        Networks that answer patch by patch have their patches alone.
        """
        return self.context and self.encoder in _DENSE

    @property
    def sight(self) -> int:
        """Side of the patches, or of the surroundings if they are looked at."""
        return (
            max(self.patch_size, _SURROUNDINGS)
            if self.sees_surroundings
            else self.patch_size
        )

    def footprint(self, channels: int, rasters: int) -> Footprint:
        """Return the memory of an image encoder: here, of convolutions in the plane.

        Parameters
        ----------
        channels : int
            Values of a pixel that go into the network, of all rasters.
        rasters : int
            How many there are, with the scene.
        """
        del channels
        return Footprint.of_convolutions(
            side=self.patch_size, width=self.width, rasters=rasters
        )

    def working_bytes(self, bands: Sequence[int]) -> float:
        """Return the memory of training and prediction; see `BaseConfig`."""
        side = self.patch_size
        channels = (self.components or bands[0]) + sum(bands[1:])
        if self.sees_surroundings:
            channels += _CONTEXT_CHANNELS
        encoder = self.footprint(channels, len(bands))
        resident = self.unlabelled * channels * side**2 * _FLOAT
        margin = _REACH + 2 if self.sees_surroundings else side
        reading = (_TILE + 3 * margin) ** 2 * sum(bands) * _FLOAT * _COPIES_READ
        batch = max(self.batch, self.pretrain_batch)
        agreeing = _AGREEING * _FLOAT if self.sees_surroundings else 0
        return resident + batch * encoder.patch + encoder.tile + reading + agreeing
