"""Bad bands as a line of numbers and ranges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.dialogs.bad_bands import BadBandsDialog, ranges_text, read_ranges


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_what_is_written_is_read_back(marks):
    named = np.array(marks)
    np.testing.assert_array_equal(read_ranges(ranges_text(named), named.size), named)


def test_runs_are_written_as_ranges():
    assert ranges_text(np.isin(np.arange(12), [0, 1, 2, 5, 10, 11])) == "1-3, 6, 11-12"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x", "'x' is no band"),
        ("1-", "'1-' is no band"),
        ("0", "the bands are 1 to 10"),
        ("9-11", "the bands are 1 to 10"),
        ("7-3", "the bands are 1 to 10"),
        ("1-10", "One band at least"),
    ],
)
def test_a_wrong_line_is_explained_and_cannot_be_used(qtbot, line, told):
    dialog = BadBandsDialog(BandAxis(10))
    qtbot.addWidget(dialog)
    dialog.findChild(QLineEdit, "badBandsLine").setText(line)
    assert told in dialog.findChild(QLabel, "badBandsTold").text()
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()


def test_the_present_marks_are_proposed(qtbot):
    good = np.ones(10, bool)
    good[[2, 3, 8]] = False
    dialog = BadBandsDialog(BandAxis(10).with_good(good))
    qtbot.addWidget(dialog)
    line = dialog.findChild(QLineEdit, "badBandsLine")
    assert line.text() == "3-4, 9"
    line.setText("3-4; 1")
    np.testing.assert_array_equal(np.flatnonzero(~dialog.good), [0, 2, 3])
