"""How a scene was looked at, kept in its project for the next time."""

import asyncio
import contextlib
import logging
import math
from collections.abc import Callable, Collection, Coroutine
from typing import Any

import msgspec
import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.view import Place, ViewState
from hsiviewer.core.view_settings import COLORS, STRETCH_METHODS, Stretch
from hsiviewer.workflows.session.assessment import Assessment
from hsiviewer.workflows.session.keeper import ProjectKeeper
from hsiviewer.workflows.viewing.derived import find_view

_log = logging.getLogger(__name__)

# Of `SceneMetadata`: what changes which bands are shown first, or how their values
# become brightness.
_OF_PICTURE = frozenset(("wavelengths_nm", "range_nm", "sensor", "default_bands")) | {
    "nodata",
    "scale",
    "offset",
    "dark",
    "white",
    "white_reflectance",
}


class SceneDisplay(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a view.

    Parameters
    ----------
    bands : tuple of int
        One, or three for red, green and blue.
    composite, derived, colors : str
        As in `ViewState`.
    stretch : Stretch
        How values became brightness.
    current_class : int
        The class that tools painted; 0 for none.
    good_bands : str
        ``1`` or ``0`` for each band.
    place : tuple of float, optional
        As in `ViewState`.
    """

    bands: tuple[int, ...]
    composite: str
    derived: str
    colors: str
    stretch: Stretch
    current_class: int
    good_bands: str
    place: Place | None = None

    @classmethod
    def of(cls, document: Document, view: ViewState, cube: HsiCube) -> "SceneDisplay":
        """Return how a scene is looked at now."""
        return cls(
            bands=view.bands,
            composite=view.composite,
            derived=view.derived,
            colors=view.colors,
            stretch=view.stretch,
            current_class=document.current_class,
            good_bands="".join("01"[good] for good in cube.bands.good_mask.tolist()),
            place=view.place,
        )

    def apply(
        self,
        document: Document,
        view: ViewState,
        cube: HsiCube,
        said_anew: Collection[str] = (),
    ) -> None:
        """Look at a scene this way, as far as it still has what was shown.

        What the user has just said about the scene (fields of `SceneMetadata`) wins:
        bad bands, and wavelengths that give another first picture.
        """
        good = np.array([band == "1" for band in self.good_bands], bool)
        fits = good.size == cube.bands.count and good.any()
        is_wanted = fits and "bad_bands" not in said_anew
        if is_wanted and not np.array_equal(good, cube.bands.good_mask):
            document.set_good_bands(good)
        if self.colors in COLORS:
            view.set_colors(self.colors)
        if not _OF_PICTURE.isdisjoint(said_anew):
            pass  # the scene is shown as one that is opened for the first time
        elif self.derived:
            if find_view(cube.bands, self.derived) is not None:
                view.show_derived(self.derived)
                self._stretch(view)
        elif len(self.bands) in (1, 3) and all(
            0 <= band < cube.bands.count for band in self.bands
        ):
            view.show_bands(self.bands, composite=self.composite)
            self._stretch(view)
        if self.place is not None and _is_near(self.place, cube):
            view.place = self.place
        if self.current_class in document.classes:
            document.set_current_class(self.current_class)

    def _stretch(self, view: ViewState) -> None:
        """Stretch the bands that it was chosen for."""
        stretch = self.stretch
        fits = stretch.method != "limits" or len(stretch.limits) == len(self.bands)
        if stretch.method in STRETCH_METHODS and fits:
            view.set_stretch(stretch)


class DisplayMemory:
    """Writes into the project how its scene is looked at.

    Bands that are marked good or bad are written at once, all else when the scene is
    left.

    Parameters
    ----------
    document, view : Document, ViewState
        What is looked at, and how.
    projects : ProjectKeeper
        Keeps the text.
    assessment : Assessment, optional
        Its reference is written again when classes get other ids.
    """

    def __init__(
        self,
        document: Document,
        view: ViewState,
        projects: ProjectKeeper,
        assessment: Assessment | None = None,
    ) -> None:
        self._document = document
        self._view = view
        self._projects = projects
        self._writing: set[asyncio.Task[None]] = set()
        self._assessment = assessment
        document.bands_changed.connect(self._on_bands_changed)
        if assessment is not None:
            assessment.moved.connect(self._on_reference_moved)

    @property
    def text(self) -> str:
        """How the scene is looked at, for `restore_display`; empty without one."""
        cube = self._document.cube
        if cube is None:
            return ""
        shown = SceneDisplay.of(self._document, self._view, cube)
        return msgspec.json.encode(shown).decode()

    async def keep(self) -> None:
        """Write how the scene is looked at."""
        text = self.text
        if text:
            await self._projects.remember_display(text)

    async def close(self) -> None:
        """Write it a last time, after what is being written.

        The view of a scene that was left still says how it was looked at.
        """
        await asyncio.gather(*self._writing, return_exceptions=True)
        await self.keep()

    def _on_bands_changed(self) -> None:
        self._begin(self.keep)

    def _on_reference_moved(self) -> None:
        """Write by which ids the reference is read now."""
        if self._assessment is not None:
            file = self._assessment.file
            self._begin(lambda: self._projects.remember_rasters(file))

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        with contextlib.suppress(RuntimeError):  # a script without an event loop
            loop = asyncio.get_running_loop()
            task = loop.create_task(work())
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)


def restore_display(
    text: str,
    document: Document,
    view: ViewState,
    said_anew: Collection[str] = (),
) -> None:
    """Look at a scene as last time; what cannot be read is left out.

    Parameters
    ----------
    text : str
        As `DisplayMemory.text`; empty if nobody knows.
    said_anew : collection of str
        As of `SceneDisplay.apply`.
    """
    cube = document.cube
    if cube is None or not text:
        return
    try:
        shown = msgspec.json.decode(text, type=SceneDisplay)
    except msgspec.MsgspecError as error:
        _log.warning("how %s was shown cannot be read: %s", cube.name, error)
        return
    shown.apply(document, view, cube, said_anew)


def _is_near(place: Place, cube: HsiCube) -> bool:
    """Tell whether something of a scene is seen at a place."""
    (row, col, scale), (rows, cols) = place, cube.grid_shape
    return 0 <= row <= rows and 0 <= col <= cols and 0 < scale < math.inf
