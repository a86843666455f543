"""What the map view shows and how; no Qt, so that scripts can set it too."""

from dataclasses import replace

from psygnal import Signal

from hsiviewer.core.view_settings import (
    Habits,
    LayerState,
    SpectrumView,
    Stretch,
)
from hsiviewer.core.window import PixelWindow

# Row and column of the middle in pixel corners, and points of the screen per pixel.
Place = tuple[float, float, float]


class ViewState:
    """Bands, stretch, layers, tool and cursor, of one scene.

    Parameters
    ----------
    bands, composite
        As of `show_bands`.
    habits : Habits, optional
        What was chosen for the hands, perhaps while another scene was open.

    Attributes
    ----------
    place : tuple of float or None
        What the map shows; ``None`` for the whole scene. The map begins with it and
        keeps it up to date.
    bands_changed
        Other bands are shown; `bands`, `composite` and `derived` tell which.
    colors_changed
        Single bands are shown in other colours.
    stretch_changed
        Another stretch.
    layer_changed : str
        Visibility or opacity of a layer.
    cursor_changed
        The mouse is over another pixel, or over none.
    tool_changed : str
        Another tool; see `hsiviewer.ui.map_view.tools`.
    brush_size_changed : int
        Another diameter of brush and eraser, in pixels.
    wand_angle_changed : float
        Another spectral angle within which the wand grows, in degrees.
    decoration_changed
        Swipe, scale bar and north arrow, or graticule are shown or hidden.
    pins_changed
        Other pixels have kept spectra; see `pins`.
    region_changed
        The mean spectrum of another region is wanted; see `region`.
    spectrum_changed
        Spectra are shown in another shape, of another area, or with features.
    label_style_changed : str
        Labels are drawn another way: ``fill`` or ``outline``.
    """

    bands_changed = Signal()
    colors_changed = Signal()
    stretch_changed = Signal()
    layer_changed = Signal(str)
    cursor_changed = Signal()
    tool_changed = Signal(str)
    brush_size_changed = Signal(int)
    wand_angle_changed = Signal(float)
    label_style_changed = Signal(str)
    spectrum_changed = Signal()
    decoration_changed = Signal()
    pins_changed = Signal()
    region_changed = Signal()

    def __init__(
        self,
        bands: tuple[int, ...] = (0,),
        *,
        composite: str = "",
        habits: Habits | None = None,
    ) -> None:
        self._habits = habits = habits or Habits()
        self._bands, self._composite, self._derived = bands, composite, ""
        self._colors = "gray"
        self._stretch = habits.usual_stretch
        # Whatever was hidden before, a scene is shown with its labels and its map.
        self._layers = {
            name: LayerState(visible=name != "confidence", opacity=opacity)
            for name, opacity in habits.opacities.items()
        }
        self._cursor: tuple[int, int] | None = None
        self._tool = "select"
        self._region: PixelWindow | None = None
        self.place: Place | None = None
        self._pins: tuple[tuple[tuple[int, int], str], ...] = ()

    @property
    def usual_stretch(self) -> Stretch:
        """What another scene begins with."""
        return self._habits.usual_stretch

    @usual_stretch.setter
    def usual_stretch(self, stretch: Stretch) -> None:
        self._habits = replace(self._habits, usual_stretch=stretch)

    @property
    def bands(self) -> tuple[int, ...]:
        """One band, or three for red, green and blue; counted from 0."""
        return self._bands

    @property
    def composite(self) -> str:
        """Id of the composite preset shown; empty for a band or a free choice."""
        return self._composite

    @property
    def derived(self) -> str:
        """Id of the computed picture shown instead of bands; empty if none."""
        return self._derived

    @property
    def colors(self) -> str:
        """Name of the colours of single bands; ``gray`` for none."""
        return self._colors

    @property
    def stretch(self) -> Stretch:
        """How values become brightness."""
        return self._stretch

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Row and column under the mouse."""
        return self._cursor

    @property
    def tool(self) -> str:
        """Id of the tool that the mouse holds."""
        return self._tool

    @property
    def brush_size(self) -> int:
        """Diameter of brush and eraser in pixels."""
        return self._habits.brush_size

    @property
    def wand_angle(self) -> float:
        """Largest spectral angle to the clicked pixel in a wand's region, degrees."""
        return self._habits.wand_angle

    @property
    def label_style(self) -> str:
        """How labels are drawn: ``fill`` or ``outline``."""
        return self._habits.label_style

    @property
    def swipe(self) -> float | None:
        """Share of the view, from the left, that shows the result; none for all."""
        return self._habits.swipe

    @property
    def has_scale_bar(self) -> bool:
        """Whether scale bar and north arrow are drawn."""
        return self._habits.has_scale_bar

    @property
    def has_graticule(self) -> bool:
        """Whether lines of latitude and longitude are drawn."""
        return self._habits.has_graticule

    @property
    def region(self) -> PixelWindow | None:
        """The pixels whose mean spectrum is shown."""
        return self._region

    @property
    def pins(self) -> tuple[tuple[tuple[int, int], str], ...]:
        """Pixels whose spectra are kept, with the colours of their curves."""
        return self._pins

    @property
    def spectrum(self) -> SpectrumView:
        """How spectra are shown."""
        return self._habits.spectrum

    def layer(self, name: str) -> LayerState:
        """Return the state of one of `LAYERS`."""
        return self._layers[name]

    def show_bands(self, bands: tuple[int, ...], *, composite: str = "") -> None:
        """Show one band, or three as red, green and blue.

        Raises
        ------
        ValueError
            If neither one nor three bands are given.
        """
        if len(bands) not in (1, 3):
            raise ValueError(f"one or three bands can be shown, not {len(bands)}")
        if (bands, composite, "") != (self._bands, self._composite, self._derived):
            self._bands, self._composite, self._derived = bands, composite, ""
            self._forget_limits()
            self.bands_changed.emit()

    def show_derived(self, view_id: str) -> None:
        """Show a picture that is computed from several bands.

        Parameters
        ----------
        view_id : str
            One of `hsiviewer.workflows.viewing.derived.DERIVED_VIEWS`.
        """
        if view_id != self._derived:
            self._derived = self._composite = view_id
            self._forget_limits()
            self.bands_changed.emit()

    def set_colors(self, name: str) -> None:
        """Choose the colours of single bands."""
        if name != self._colors:
            self._colors = name
            self.colors_changed.emit()

    def set_stretch(self, stretch: Stretch) -> None:
        """Choose how values become brightness."""
        if stretch != self._stretch:
            self._stretch = stretch
            self.stretch_changed.emit()

    def _forget_limits(self) -> None:
        """Take an automatic stretch; limits belong to the bands they were set for."""
        self.set_stretch(self._stretch.automatic)

    def set_layer(
        self, name: str, *, visible: bool | None = None, opacity: float | None = None
    ) -> None:
        """Show or hide a layer, or change its opacity."""
        state = self._layers[name]
        if visible is not None:
            state = replace(state, visible=visible)
        if opacity is not None:
            state = replace(state, opacity=min(1.0, max(0.0, opacity)))
            opacities = {**self._habits.opacities, name: state.opacity}
            self._habits = replace(self._habits, opacities=opacities)
        if state != self._layers[name]:
            self._layers[name] = state
            self.layer_changed.emit(name)

    def for_scene(self, bands: tuple[int, ...], *, composite: str = "") -> "ViewState":
        """Return the view that another scene begins with.

        It shows the scene plainly and holds nothing that could change it; the user's
        habits go along.

        Parameters
        ----------
        bands, composite
            As of `show_bands`.
        """
        return ViewState(bands, composite=composite, habits=self._habits)

    def set_cursor(self, pixel: tuple[int, int] | None) -> None:
        """Tell which pixel the mouse is over."""
        if pixel != self._cursor:
            self._cursor = pixel
            self.cursor_changed.emit()

    def set_pins(self, pins: tuple[tuple[tuple[int, int], str], ...]) -> None:
        """Tell which pixels have kept spectra."""
        if pins != self._pins:
            self._pins = pins
            self.pins_changed.emit()

    def set_tool(self, tool: str) -> None:
        """Take another tool."""
        if tool != self._tool:
            self._tool = tool
            self.tool_changed.emit(tool)

    def set_brush_size(self, pixels: int) -> None:
        """Choose the diameter of brush and eraser, 1..99 pixels."""
        pixels = min(99, max(1, pixels))
        if pixels != self.brush_size:
            self._habits = replace(self._habits, brush_size=pixels)
            self.brush_size_changed.emit(pixels)

    def set_wand_angle(self, degrees: float) -> None:
        """Choose how like a wand's region is, 0.1..45 degrees."""
        degrees = round(min(45.0, max(0.1, degrees)), 2)
        if degrees != self.wand_angle:
            self._habits = replace(self._habits, wand_angle=degrees)
            self.wand_angle_changed.emit(degrees)

    def set_label_style(self, style: str) -> None:
        """Draw labels as ``fill`` or ``outline``."""
        if style != self.label_style:
            self._habits = replace(self._habits, label_style=style)
            self.label_style_changed.emit(style)

    def show_spectra(self, spectrum: SpectrumView) -> None:
        """Show spectra another way."""
        if spectrum != self.spectrum:
            self._habits = replace(self._habits, spectrum=spectrum)
            self.spectrum_changed.emit()

    def set_swipe(self, share: float | None) -> None:
        """Show the result in a share of the view only, or everywhere again."""
        if share is not None:
            share = min(1.0, max(0.0, share))
        if share != self.swipe:
            self._habits = replace(self._habits, swipe=share)
            self.decoration_changed.emit()

    def set_region(self, region: PixelWindow | None) -> None:
        """Show the mean spectrum of a region's pixels, or none."""
        if region != self._region:
            self._region = region
            self.region_changed.emit()

    def set_graticule(self, *, is_shown: bool) -> None:
        """Draw lines of latitude and longitude, or not."""
        if is_shown != self.has_graticule:
            self._habits = replace(self._habits, has_graticule=is_shown)
            self.decoration_changed.emit()

    def set_scale_bar(self, *, is_shown: bool) -> None:
        """Draw scale bar and north arrow, or not."""
        if is_shown != self.has_scale_bar:
            self._habits = replace(self._habits, has_scale_bar=is_shown)
            self.decoration_changed.emit()
