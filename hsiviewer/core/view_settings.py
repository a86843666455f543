"""How scene, layers and spectra are shown: values that never change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# From top to bottom. Labels lie on top, for they are put where the map is wrong.
LAYERS = ("labels", "live", "confidence", "map", "cube")
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


_USUAL_OPACITIES = {name: 0.7 if name in ("map", "live") else 1.0 for name in LAYERS}


@dataclass(frozen=True)
class Habits:
    """What a user has chosen for the hands, not for a scene: it outlives scenes.

    Parameters
    ----------
    usual_stretch : Stretch
        What a scene begins with.
    opacities : mapping of str to float
        Of each of `LAYERS`, 0..1.
    brush_size : int
        Diameter in pixels.
    wand_angle : float
        In degrees.
    label_style : str
        ``fill`` or ``outline``.
    spectrum : SpectrumView
        How spectra are shown.
    swipe : float, optional
        Share of the view that shows the result.
    has_scale_bar, has_graticule : bool
        What is drawn over the map.
    """

    usual_stretch: Stretch = field(default_factory=Stretch)
    opacities: Mapping[str, float] = field(default_factory=_USUAL_OPACITIES.copy)
    brush_size: int = 3
    wand_angle: float = 3.0
    label_style: str = "fill"
    spectrum: SpectrumView = field(default_factory=SpectrumView)
    swipe: float | None = None
    has_scale_bar: bool = False
    has_graticule: bool = False
