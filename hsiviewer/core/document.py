"""One open scene and all that belongs to it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.history import SavedWork
from hsiviewer.core.labelling import Labelling
from hsiviewer.core.renumbering import renumbered_result


class Document(Labelling):
    """One scene with the user's labels, classes and result; none if it has no cube.

    Parameters
    ----------
    cube : HsiCube, optional
        The scene. Another one has a document of its own.
    work : SavedWork, optional
        Labels, classes and history of its project; none yet without it.
    auxiliary : tuple of HsiCube
        Rasters on its grid.
    classification : ClassificationResult, optional
        The result that is shown from the beginning.

    Attributes
    ----------
    bands_changed
        The band axis of the scene was edited.
    auxiliary_changed
        The auxiliary rasters changed.
    classification_changed
        Another result, or none.
    selected_pixel_changed
        Another pixel is selected, or none.

    Raises
    ------
    ValueError
        If the saved labels have other rows and columns than the scene.
    """

    bands_changed = Signal()
    auxiliary_changed = Signal()
    classification_changed = Signal()
    selected_pixel_changed = Signal()

    def __init__(
        self,
        cube: HsiCube | None = None,
        work: SavedWork | None = None,
        *,
        auxiliary: tuple[HsiCube, ...] = (),
        classification: ClassificationResult | None = None,
    ) -> None:
        super().__init__(cube.grid_shape if cube else (0, 0), work)
        self._cube = cube
        self._auxiliary = auxiliary
        self._classification = classification
        self._selected_pixel: tuple[int, int] | None = None

    @property
    def cube(self) -> HsiCube | None:
        """The open scene."""
        return self._cube

    @property
    def auxiliary(self) -> tuple[HsiCube, ...]:
        """Rasters on the cube's grid that methods may use beside it."""
        return self._auxiliary

    @property
    def classification(self) -> ClassificationResult | None:
        """The result that is shown over the scene."""
        return self._classification

    @property
    def selected_pixel(self) -> tuple[int, int] | None:
        """Row and column of the pixel that was clicked."""
        return self._selected_pixel

    def newly_said(self, cube: HsiCube) -> tuple[str, ...]:
        """Return the fields of `SceneMetadata` that another view of the scene has new.

        Parameters
        ----------
        cube : HsiCube
            The same scene, opened again.
        """
        if self._cube is None:
            return ()
        return self._cube.metadata.differences(cube.metadata)

    def let_go(self) -> None:
        """Forget what takes memory, once all that was done has been written.

        The rasters stay open, for whoever has opened them to close.
        """
        super().let_go()
        self._classification = None

    def set_good_bands(self, good: npt.NDArray[np.bool_]) -> None:
        """Mark bands of the scene good or bad."""
        if self._cube is None:
            return
        self._cube = self._cube.with_bands(self._cube.bands.with_good(good))
        self.bands_changed.emit()

    def rasters(self, references: Sequence[str]) -> tuple[HsiCube, ...]:
        """Return auxiliary rasters by their references.

        Raises
        ------
        TrainingDataError
            If one of them is not there.
        """
        known = {raster.reference: raster for raster in self._auxiliary}
        missing = [reference for reference in references if reference not in known]
        if missing:
            raise TrainingDataError(
                f"{missing[0]} is no auxiliary raster of the scene; add it first"
            )
        return tuple(known[reference] for reference in references)

    def add_auxiliary(self, raster: HsiCube) -> None:
        """Add a raster that lies on the cube's grid.

        Raises
        ------
        ValueError
            If there is no scene, or the raster has another number of rows or
            columns.
        """
        if self._cube is None or raster.grid_shape != self._cube.grid_shape:
            shape = self._cube.grid_shape if self._cube else None
            raise ValueError(f"the raster is {raster.grid_shape}, the scene {shape}")
        self._auxiliary = (*self._auxiliary, raster)
        self.auxiliary_changed.emit()

    def set_classification(self, result: ClassificationResult | None) -> None:
        """Show another result over the scene."""
        self._classification = result
        self.classification_changed.emit()

    def _move_classes(self, id_map: dict[int, int]) -> None:
        super()._move_classes(id_map)
        if self._classification is not None:
            self.set_classification(renumbered_result(self._classification, id_map))

    def select_pixel(self, pixel: tuple[int, int] | None) -> None:
        """Select a pixel by row and column, or none."""
        if pixel != self._selected_pixel:
            self._selected_pixel = pixel
            self.selected_pixel_changed.emit()
