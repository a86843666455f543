"""The question which bands are bad: water vapour, noise, broken detectors."""

import re

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer

_RANGE = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?")

Mask = npt.NDArray[np.bool_]


async def ask_bad_bands(parent: QWidget, bands: BandAxis) -> Mask | None:
    """Ask which bands are bad; return which are good, ``None`` for Cancel."""
    dialog = BadBandsDialog(bands, parent)
    return dialog.good if await answer(dialog) else None


class BadBandsDialog(QDialog):
    """Numbers and ranges of bad bands, as one line to edit and to copy.

    Parameters
    ----------
    bands : BandAxis
        Its present marks are proposed.
    """

    def __init__(self, bands: BandAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("badBandsDialog")
        self.setWindowTitle(tr("Bad bands"))
        self._bands = bands
        self.good = bands.good_mask.copy()
        self._line = QLineEdit(ranges_text(~self.good), self)
        self._line.setObjectName("badBandsLine")
        self._line.setAccessibleName(tr("Bad bands"))
        self._line.setPlaceholderText(tr("For example: 1-4, 105-112, 150"))
        self._told = PlainLabel(self)
        self._told.setObjectName("badBandsTold")
        self._told.setWordWrap(True)
        hint = PlainLabel(
            tr(
                "Bad bands are not learned from and leave gaps in spectra. In the plot "
                "of a spectrum, Shift and drag marks bands as well."
            ),
            self,
        )
        hint.setWordWrap(True)
        box = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        for part in (hint, self._line, self._told):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self._line.textChanged.connect(self._judge)
        self._judge(self._line.text())
        self.setMinimumWidth(420)

    def _judge(self, text: str) -> None:
        """Say what a line means, and whether it can be used."""
        try:
            bad = read_ranges(text, self._bands.count)
        except ValueError as error:
            self._allow(str(error), is_right=False)
            return
        if bad.all():
            self._allow(tr("One band at least has to stay good."), is_right=False)
            return
        self.good = ~bad
        shown = [self._bands.label(int(band)) for band in np.flatnonzero(bad)]
        told = tr("{0} of {1} bands are bad").format(len(shown), self._bands.count)
        ends = f": {shown[0]} … {shown[-1]}" if len(shown) > 1 else ""
        self._allow(f"{told}{ends}.", is_right=True)

    def _allow(self, sentence: str, *, is_right: bool) -> None:
        self._told.setText(sentence)
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(is_right)


def read_ranges(text: str, count: int) -> Mask:
    """Return which of `count` bands, counted from 1, a line such as 1-4, 9 names.

    Raises
    ------
    ValueError
        With a sentence, if the line cannot be read or names other bands.
    """
    named = np.zeros(count, bool)
    for part in filter(str.strip, re.split(r"[,;]", text)):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise ValueError(
                tr("{0!r} is no band; write numbers and ranges: 1-4, 9").format(
                    part.strip()
                )
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= count:
            raise ValueError(
                tr("{0!r}: the bands are 1 to {1}").format(part.strip(), count)
            )
        named[first - 1 : last] = True
    return named


def ranges_text(named: Mask) -> str:
    """Return bands as numbers and ranges, counted from 1."""
    numbers = np.flatnonzero(named) + 1
    groups = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return ", ".join(
        f"{group[0]}-{group[-1]}" if group.size > 1 else f"{group[0]}"
        for group in groups
        if group.size
    )
