"""How the map is cleaned; the map shows at once what comes of it."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.refinement import Refinement
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr

Refine = Callable[[Refinement], Coroutine[Any, Any, None]]
_MOST_SHOWN = 10_000
_LARGEST_SHOWN = 31


class RefineDialog(QDialog):
    """Steps of a refinement; each change is shown on the map.

    Parameters
    ----------
    shown : Refinement
        What the fields begin with.
    refine : coroutine function
        Shows the map with a refinement.
    can_smooth, can_threshold : bool
        Whether the map has probabilities, and confidence.
    """

    def __init__(
        self,
        shown: Refinement,
        refine: Refine,
        parent: QWidget | None = None,
        *,
        can_smooth: bool = True,
        can_threshold: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("refineDialog")
        self.setWindowTitle(tr("Refine map"))
        self._refine = LatestOnly(self, refine)
        self._smoothing = QDoubleSpinBox(self)
        self._smoothing.setRange(0, 50)
        self._smoothing.setSingleStep(0.5)
        self._threshold = QDoubleSpinBox(self)
        self._threshold.setRange(0, 0.99)
        self._threshold.setSingleStep(0.05)
        self._majority = QSpinBox(self)
        self._majority.setRange(1, _LARGEST_SHOWN)
        self._majority.setSingleStep(2)
        self._sieve = QSpinBox(self)
        self._sieve.setRange(0, _MOST_SHOWN)
        self._smoothing.setEnabled(can_smooth)
        self._threshold.setEnabled(can_threshold)
        form = QFormLayout()
        for box, name, title, tip in (
            (self._smoothing, "refineSmoothing", tr("Smoothing"),
             tr("Brings the probabilities of neighbours that look alike together. "
                "Edges of the scene stay.")),
            (self._threshold, "refineThreshold", tr("Unclassified below"),
             tr("Pixels whose class is less probable stay without a class.")),
            (self._majority, "refineMajority", tr("Majority window"),
             tr("Each pixel gets the most frequent class of a window of so many "
                "pixels a side.")),
            (self._sieve, "refineSieve", tr("Smallest area"),
             tr("Areas of fewer pixels get the class that surrounds them most.")),
        ):  # fmt: skip
            box.setObjectName(name)
            box.setAccessibleName(title)
            box.setToolTip(plain(tip))
            box.setKeyboardTracking(False)
            form.addRow(title, box)
        for counted in (self._smoothing, self._threshold, self._sieve):
            counted.setSpecialValueText(tr("Off"))
        self._majority.setSpecialValueText(tr("Off"))
        self._show(shown)
        for spin in (self._smoothing, self._threshold, self._majority, self._sieve):
            spin.valueChanged.connect(self._on_changed)
        note = PlainLabel(
            tr("The map of the run is kept. Remove the refinement to see it again."),
            self,
        )
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        remove = buttons.addButton(
            tr("Remove refinement"), QDialogButtonBox.ButtonRole.ResetRole
        )
        remove.setObjectName("removeRefinementButton")
        remove.clicked.connect(self._remove)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(buttons)

    @property
    def is_busy(self) -> bool:
        """Whether a map is on its way."""
        return self._refine.is_running

    @property
    def chosen(self) -> Refinement:
        """What the fields say now."""
        side = self._majority.value()
        return Refinement(
            smoothing=self._smoothing.value(),
            threshold=round(self._threshold.value(), 2),
            # An even number is passed over by its steps, but may be typed.
            majority=0 if side == 1 else side + 1 - side % 2,
            sieve=self._sieve.value(),
        )

    def _show(self, refinement: Refinement) -> None:
        self._smoothing.setValue(refinement.smoothing)
        self._threshold.setValue(refinement.threshold)
        self._majority.setValue(refinement.majority or 1)
        self._sieve.setValue(refinement.sieve)

    def _on_changed(self) -> None:
        self._refine.want(self.chosen)

    def _remove(self) -> None:
        for spin in (self._smoothing, self._threshold, self._majority, self._sieve):
            spin.blockSignals(True)
        self._show(Refinement())
        for spin in (self._smoothing, self._threshold, self._majority, self._sieve):
            spin.blockSignals(False)
        self._on_changed()
