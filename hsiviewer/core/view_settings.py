"""How scene, layers and spectra are shown: values that never change."""

from dataclasses import dataclass

COLORS = ("gray", "viridis", "magma", "cividis", "diverging")  # of single bands
STRETCH_METHODS = ("percentile", "min-max", "standard-deviation", "limits")


@dataclass(frozen=True)
class Stretch:
    """How stored values become brightness.

    Parameters
    ----------
    method : str
        ``"percentile"``, ``"min-max"``, ``"standard-deviation"`` or ``"limits"``.
    amount : float
        Percent cut off at each end, or standard deviations to each side.
    gamma : float
        Above 1, dark parts become brighter.
    scope : str
        Whether limits are found from the whole ``"scene"`` or from what is in
        ``"view"``.
    limits : tuple of (low, high)
        For ``"limits"``: the values, as users read them, that become black and
        full brightness, for each band that is shown.
    """

    method: str = "percentile"
    amount: float = 2.0
    gamma: float = 1.0
    scope: str = "scene"
    limits: tuple[tuple[float, float], ...] = ()

    @property
    def automatic(self) -> "Stretch":
        """The same brightness and scope without limits of the user's own."""
        if self.method != "limits":
            return self
        return Stretch(gamma=self.gamma, scope=self.scope)


@dataclass(frozen=True)
class LayerState:
    """Whether a layer is shown, and how strongly, 0..1."""

    visible: bool = True
    opacity: float = 1.0


@dataclass(frozen=True)
class SpectrumView:
    """How spectra are shown.

    Parameters
    ----------
    shape : str
        ``measured``, ``continuum``, ``derivative`` or ``normalized``; see
        `hsiviewer.analysis.spectrum_shape`.
    area : int
        Side of the square of pixels around the cursor that is averaged.
    has_features : bool
        Whether absorptions are named.
    unit : str
        Of wavelengths: ``nm`` or ``um``.
    """

    shape: str = "measured"
    area: int = 1
    has_features: bool = False
    unit: str = "nm"
