"""The five steps of the guided first map."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QMainWindow

from hsiviewer.core.document import Document
from hsiviewer.ui.base.texts import tr

_FEW = 3  # pixels that are labelled before the tour goes on


@dataclass(frozen=True)
class TourStep:
    """One step.

    Parameters
    ----------
    title, text : str
        What is done here, and how.
    target : str
        `objectName` of the control that is framed.
    is_done : callable
        Given the document, a snapshot from the step's beginning and the window, tells
        whether the user has done it.
    """

    title: str
    text: str
    target: str
    is_done: Callable[[Document, "Snapshot", QMainWindow], bool]


@dataclass(frozen=True)
class Snapshot:
    """How the document was when a step began."""

    pixel: object
    labels: int
    description: str
    result: object

    @classmethod
    def of(cls, document: Document) -> "Snapshot":
        """Return how a document is."""
        current = document.current_class
        known = current in document.classes
        return cls(
            pixel=document.selected_pixel,
            labels=sum(document.labels.counts.values()),
            description=document.classes[current].description if known else "",
            result=document.classification,
        )


def tour_steps() -> tuple[TourStep, ...]:
    """Return the steps from a scene to a map in a file."""
    return (
        TourStep(
            tr("Look"),
            tr(
                "Turn the wheel to zoom, drag with the middle button to move. Click a "
                "pixel: its spectrum appears below."
            ),
            "mapView",
            lambda document, before, _window: document.selected_pixel != before.pixel,
        ),
        TourStep(
            tr("Label"),
            tr(
                "Choose a class here, press P for the point tool, and click a few "
                "pixels of it on the map. Ctrl+Z takes a click back."
            ),
            "classesDock",
            lambda document, before, _window: (
                Snapshot.of(document).labels >= before.labels + _FEW
            ),
        ),
        TourStep(
            tr("Describe"),
            tr(
                "A sentence says what the class looks like. Edit it here, or press "
                "Ctrl+Shift+D for a draft and a library."
            ),
            "descriptionEdit",
            lambda document, before, _window: (
                Snapshot.of(document).description != before.description
            ),
        ),
        TourStep(
            tr("Train"),
            tr(
                "Press Start. A process of its own trains for up to a minute; the map "
                "then lies over the scene, with its confidence under Layers."
            ),
            "startButton",
            lambda document, before, _window: (
                document.classification is not None
                and document.classification is not before.result
            ),
        ),
        TourStep(
            tr("Export"),
            tr(
                "Press Ctrl+E and choose a place: a GeoTIFF with colours and names "
                "that QGIS opens. That was the whole way; your own scene is one Ctrl+O "
                "away."
            ),
            "mapView",
            lambda _document, _before, window: (
                window.findChild(QDialog, "exportedDialog") is not None
            ),
        ),
    )
