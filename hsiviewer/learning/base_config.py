"""What the program asks of every configuration, whatever the method."""

from collections.abc import Sequence


class BaseConfig:
    """Base of the configurations of all methods.

    A configuration is a frozen dataclass with a parameter in each field, described by
    `hsiviewer.learning.configuration.parameter`. What is said here holds for methods
    that look at one pixel after the other.

    Attributes
    ----------
    patch_size : int
        Side in pixels of what the method looks at around each pixel.
    """

    patch_size: int = 1

    @property
    def sight(self) -> int:
        """Side in pixels of all that decides about a pixel, as far as it is read."""
        return self.patch_size

    def working_bytes(self, bands: Sequence[int]) -> float:
        """Return the memory of training and prediction, in bytes.

        Parameters
        ----------
        bands : sequence of int
            Bands of the scene and of each auxiliary raster.

        Returns
        -------
        float
            Without the program itself and the pixels that scaling is fitted on.
        """
        del bands
        return 0.0
