"""What is known about the map, as layers over it: doubt, errors, the reference."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer.analysis.unlikeness import Unlikeness
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.probabilities import ClassProbabilities
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.evaluation.uncertainty import entropy, margin
from hsiviewer.imaging.value_colors import (
    ColorRamp,
    NamedValue,
    NamedValues,
    ValueScale,
)
from hsiviewer.workflows.session.assessment import Assessment
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.value_layers import (
    ReadValues,
    ValueLayer,
    array_reader,
)
from hsiviewer.workflows.tasks.threads import until_stopped

RIGHT, WRONG = 1, 2


@dataclass(frozen=True)
class ResultLayer:
    """A layer that can be shown of a map.

    Parameters
    ----------
    id : str
        Also that of the action which shows it.
    title, tip : str
        Texts of the window.
    """

    id: str
    title: str
    tip: str


RESULT_LAYERS = (
    ResultLayer("result.margin", title="Margin",
        tip="How far the most probable class is ahead of the second, 0 to 1."),
    ResultLayer("result.entropy", title="Entropy",
        tip="How evenly the classes share the probability: 0 is certain, 1 is open."),
    ResultLayer("result.class_probability", title="Probability of {0}",
        tip="Probability of one class, 0 to 1."),
    ResultLayer("result.unlike", title="Unlike anything labelled",
        tip="Distance of a spectrum from the nearest label. Above 1, nothing labelled "
        "looks like it, and the map says little there."),
    ResultLayer("result.errors", title="Errors",
        tip="Where the map agrees with the reference, and where it does not."),
    ResultLayer("result.reference", title="Reference",
        tip="The reference map, in the colours of the classes."),
    ResultLayer("result.cell", title="Chosen cell: {0}",
        tip="Pixels that a cell of the confusion matrix counts."),
)  # fmt: skip
_BY_ID = {layer.id: layer for layer in RESULT_LAYERS}


class ResultLayers:
    """Shows and hides the layers of a session's result, and keeps them up to date.

    Parameters
    ----------
    document : Document
        Scene, labels and result.
    assessment : Assessment
        Has the reference.
    layers : RasterLayers
        Where they are shown.

    Attributes
    ----------
    changed
        Other layers can be shown, or are.
    """

    changed = Signal()

    def __init__(
        self, document: Document, assessment: Assessment, layers: RasterLayers
    ) -> None:
        self._document = document
        self._assessment = assessment
        self._layers = layers
        self._class_id = 0
        self._cell: tuple[int, int | None] | None = None
        document.classification_changed.connect(self._follow)
        document.classes_changed.connect(self._follow)
        assessment.changed.connect(self._follow)
        layers.changed.connect(self.changed.emit)

    def can_show(self, layer_id: str) -> bool:
        """Tell whether there is what a layer shows."""
        result = self._document.classification
        if layer_id == "result.unlike":
            return self._document.labels.total > 0
        if layer_id == "result.reference":
            return self._assessment.reference is not None
        if layer_id in ("result.errors", "result.cell"):
            return result is not None and self._assessment.reference is not None
        return result is not None and result.probabilities is not None

    def shows(self, layer_id: str) -> bool:
        """Tell whether a layer is there, visible or not."""
        return self._layers.find(layer_id) is not None

    def hide(self, layer_id: str) -> None:
        """Take a layer away."""
        self._layers.remove_values(layer_id)

    def show(self, layer_id: str) -> None:
        """Show a layer that needs no computation.

        Raises
        ------
        HsiViewerError
            If there is nothing to show yet.
        """
        made = self._made(layer_id)
        if made is None:
            raise HsiViewerError(_missing(layer_id))
        self._layers.show(made)

    async def show_unlikeness(self) -> None:
        """Compare all pixels with the labels, and show how unlike them they are.

        Raises
        ------
        HsiViewerError
            If there are no labels with values.
        CancelledError
            If the user has stopped it.
        """
        cube = self._document.cube
        if cube is None or not self._document.labels.total:
            raise HsiViewerError(_missing("result.unlike"))
        labels = self._document.labels.snapshot()
        values = await until_stopped(_unlikeness, cube, labels)
        if not self._document.is_closed:
            scale = ColorRamp("magma", 0.0, 3.0)
            layer = self._layer("result.unlike", cube, array_reader(values), scale)
            self._layers.show(layer)

    def show_class(self, class_id: int) -> None:
        """Show the probability of a class; errors as `show`."""
        self._class_id = class_id
        self.show("result.class_probability")

    def show_cell(self, truth: int, mapped: int | None) -> None:
        """Show the pixels of a reference class that are mapped as another.

        Parameters
        ----------
        mapped : int, optional
            Class in the map; ``None`` for those that the matrix does not have.
        """
        self._cell = (truth, mapped)
        self.show("result.cell")

    def _follow(self) -> None:
        for layer in list(self._layers.values):
            if layer.key not in _BY_ID or layer.key == "result.unlike":
                continue
            made = self._made(layer.key)
            if made is None:
                self._layers.remove_values(layer.key)
            else:
                if isinstance(layer.scale, ColorRamp):
                    made = replace(made, scale=layer.scale)
                self._layers.show(made)
        self.changed.emit()

    def _made(self, layer_id: str) -> ValueLayer | None:
        cube = self._document.cube
        if cube is None or not self.can_show(layer_id):
            return None
        if layer_id == "result.reference":
            return self._reference(cube)
        result = self._document.classification
        if layer_id in ("result.errors", "result.cell"):
            assert result is not None
            return self._compared(layer_id, cube, result)
        assert result is not None
        assert result.probabilities is not None
        return self._probable(layer_id, cube, result.probabilities)

    def _probable(
        self, layer_id: str, cube: HsiCube, kept: ClassProbabilities
    ) -> ValueLayer | None:
        if layer_id == "result.class_probability":
            class_id = self._class_id
            if class_id not in kept.class_ids:
                return None
            return self._layer(
                layer_id, cube,
                lambda window, step: kept.read_class(class_id, window, step=step),
                ColorRamp("viridis"), subject=self._name(class_id),
            )  # fmt: skip
        measure = margin if layer_id == "result.margin" else entropy
        ramp = "ember" if layer_id == "result.margin" else "magma"
        return self._layer(
            layer_id,
            cube,
            lambda window, step: measure(kept.read(window, step=step)),
            ColorRamp(ramp),
        )

    def _reference(self, cube: HsiCube) -> ValueLayer:
        assert self._assessment.reference is not None
        values = self._assessment.reference.values
        scheme = self._document.classes
        counts = self._assessment.reference.counts
        names = tuple(
            NamedValue(cover.id, cover.name, cover.color)
            for cover in scheme.restricted(counts)
        )
        return self._layer(
            "result.reference", cube, array_reader(values, gap=0), NamedValues(names)
        )

    def _compared(
        self, layer_id: str, cube: HsiCube, result: ClassificationResult
    ) -> ValueLayer | None:
        truth, class_map = self._assessment.truth, result.class_map
        assert truth is not None
        if layer_id == "result.errors":
            names = (
                NamedValue(RIGHT, "Right", "#4d9221"),
                NamedValue(WRONG, "Wrong", "#c51b7d"),
            )
            scale = NamedValues(names, are_texts=True)
            return self._layer(layer_id, cube, _errors(truth, class_map), scale)
        if self._cell is None:
            return None
        row, column = self._cell
        others = self._assessment.accuracy
        known = () if others is None else others.class_ids
        subject = self._name(row)
        if column is not None and column != row:
            subject = f"{subject} → {self._name(column)}"
        scale = NamedValues((NamedValue(1, subject, "#ff00ff"),))
        return self._layer(
            layer_id, cube, _cell(truth, class_map, row, column, known), scale,
            subject=subject,
        )  # fmt: skip

    def _layer(
        self,
        layer_id: str,
        cube: HsiCube,
        read: ReadValues,
        scale: ValueScale,
        subject: str = "",
    ) -> ValueLayer:
        kind = _BY_ID[layer_id]
        return ValueLayer(
            key=layer_id,
            title=kind.title,
            subject=subject,
            tip=kind.tip,
            cube=cube,
            read=read,
            scale=scale,
        )

    def _name(self, class_id: int) -> str:
        classes = self._document.classes
        return classes[class_id].name if class_id in classes else f"class {class_id}"


def _unlikeness(
    progress: Progress, cube: HsiCube, labels: npt.NDArray[np.uint16]
) -> npt.NDArray[np.float32]:
    return Unlikeness(cube, labels).of_scene(progress)


def _errors(
    truth: npt.NDArray[np.uint16], class_map: npt.NDArray[np.uint16]
) -> ReadValues:
    true, mapped = array_reader(truth, gap=0), array_reader(class_map)

    def read(window: PixelWindow, step: int) -> npt.NDArray[np.floating]:
        known, found = true(window, step), mapped(window, step)
        wrong = np.where(known == found, RIGHT, WRONG).astype(np.float32)
        wrong[np.isnan(known)] = np.nan
        return wrong

    return read


def _cell(
    truth: npt.NDArray[np.uint16],
    class_map: npt.NDArray[np.uint16],
    row: int,
    column: int | None,
    known: tuple[int, ...],
) -> ReadValues:
    true, mapped = array_reader(truth), array_reader(class_map)

    def read(window: PixelWindow, step: int) -> npt.NDArray[np.floating]:
        found = mapped(window, step)
        hit = true(window, step) == row
        hit &= ~np.isin(found, known) if column is None else found == column
        return np.where(hit, np.float32(1), np.float32(np.nan))

    return read


def _missing(layer_id: str) -> str:
    if layer_id == "result.unlike":
        return "there is nothing to compare with: open a scene and label some pixels"
    if layer_id == "result.reference":
        return "there is no reference yet: load a reference map"
    if layer_id in ("result.errors", "result.cell"):
        return "errors need a map and a reference: train a method, load a reference map"
    return (
        "the map has no probabilities of its classes: train the method again, or "
        "choose a method that tells them"
    )
