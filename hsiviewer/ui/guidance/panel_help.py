"""What each panel is for, shown where it is, without a network."""

from PySide6.QtWidgets import QMainWindow, QWidget

from hsiviewer.ui.base.texts import tr

PANEL_HELP = {
    "mapView": tr(
        "The scene. The wheel zooms, the middle button or space and drag moves. A "
        "click selects a pixel or labels it, as the tool in the toolbar says; Ctrl "
        "takes labels away while painting."
    ),
    "layersDock": tr(
        "What lies over what, and how strongly. Below: the band or the three bands "
        "that are shown, brightness, and the histogram, whose two lines say what is "
        "black and what is bright."
    ),
    "spectrumDock": tr(
        "The spectrum under the cursor and of the selected pixel. A click in it shows "
        "that band on the map; Shift and drag marks bands bad. I pins the selected "
        "pixel's spectrum."
    ),
    "libraryDock": tr(
        "Spectra of an ENVI library, resampled to the scene's bands; those that fit "
        "the selected pixel best come first."
    ),
    "cubeDock": tr(
        "The scene with the spectra of its edges. Drag turns it, the wheel zooms."
    ),
    "textsDock": tr(
        "How close the classes' texts are to each other as the text encoder sees them: "
        "texts with a cosine near 1 cannot be told apart. After a training, the bars "
        "compare the selected pixel with each text."
    ),
    "methodsDock": tr(
        "Several methods on the same labels: figures over rounds, maps and where they "
        "differ. Choose methods, press Compare, and use the map that convinces you."
    ),
    "classesDock": tr(
        "The classes: number key, colour, name, labels. Double-click renames; the "
        "sentence below says what the class looks like. A triangle warns of labels "
        "that look unlike their class."
    ),
    "trainingDock": tr(
        "A method, a preset, and Start. Quick suits a computer without a graphics "
        "card; More shows every parameter. Training runs in a process of its own."
    ),
    "jobsDock": tr(
        "Trainings of this scene, also earlier ones: pause, cancel, continue, show the "
        "map again, take the settings over, remove."
    ),
    "accuracyDock": tr(
        "How well the map agrees with a reference map: overall figures, precision and "
        "recall of each class, and which class is taken for which. Pixels that you "
        "labelled are left out."
    ),
}


def explain_panels(window: QMainWindow) -> None:
    """Give every panel of the table its explanation."""
    for name, text in PANEL_HELP.items():
        panel = window.findChild(QWidget, name)
        if panel is not None:
            panel.setWhatsThis(text)
