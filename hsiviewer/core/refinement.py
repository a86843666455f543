"""What is done to a map after it was made."""

from dataclasses import dataclass
from typing import Any

from hsiviewer.core.errors import ConfigurationError

LARGEST_WINDOW = 31
LARGEST_AREA = 1_000_000
LARGEST_STRENGTH = 100.0


@dataclass(frozen=True)
class Refinement:
    """Steps that clean a map, in the order in which they are done; 0 leaves one out.

    Parameters
    ----------
    smoothing : float
        How strongly probabilities of neighbours that look alike are brought together.
    threshold : float
        Pixels whose class is less probable than this stay unclassified, 0..1.
    majority : int
        Side of the window whose most frequent class its middle gets; odd.
    sieve : int
        Areas of fewer pixels than this get the class that surrounds them most.

    Raises
    ------
    ConfigurationError
        If a number is of no use.
    """

    smoothing: float = 0.0
    threshold: float = 0.0
    majority: int = 0
    sieve: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.smoothing <= LARGEST_STRENGTH:
            raise ConfigurationError(
                f"a smoothing of {self.smoothing} cannot be done; give 0 to "
                f"{LARGEST_STRENGTH:g}"
            )
        if not 0 <= self.threshold < 1:
            raise ConfigurationError(
                f"a threshold of {self.threshold} leaves nothing classified; give 0 to "
                "0.99"
            )
        is_odd = self.majority == 0 or self.majority % 2 == 1
        if not is_odd or not 0 <= self.majority <= LARGEST_WINDOW:
            raise ConfigurationError(
                f"a window of {self.majority} pixels has no middle; give an odd number "
                f"from 3 to {LARGEST_WINDOW}"
            )
        if not 0 <= self.sieve <= LARGEST_AREA:
            raise ConfigurationError(
                f"areas of {self.sieve} pixels cannot be sieved; give 0 to "
                f"{LARGEST_AREA}"
            )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is done."""
        return self == Refinement()

    def record(self) -> dict[str, Any]:
        """Return the steps that are done as JSON values."""
        steps = {
            "smoothing": self.smoothing,
            "threshold": self.threshold,
            "majority": self.majority,
            "sieve": self.sieve,
        }
        return {name: value for name, value in steps.items() if value}

    @property
    def text(self) -> str:
        """The steps in few words, for reports; empty if nothing is done."""
        parts = [
            f"probabilities smoothed by {self.smoothing:g}" if self.smoothing else "",
            f"unclassified below {self.threshold:g}" if self.threshold else "",
            f"majority of {self.majority} x {self.majority}" if self.majority else "",
            f"areas under {self.sieve} pixels sieved" if self.sieve else "",
        ]
        return ", ".join(filter(None, parts))
