"""The key to the curves shows what fits, and keeps the rest at hand."""

import pytest
from PySide6.QtGui import QColor

from hsiviewer.ui.base.curve_legend import CurveLegend, LegendEntry


@pytest.fixture
def legend(qtbot):
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.resize(400, 20)
    legend.show()
    return legend


def entries(*texts):
    return [LegendEntry(QColor("#112233"), each) for each in texts]


def test_hint_is_shown_while_there_are_no_curves(legend):
    legend.show_entries([], hint="Move over the map")
    assert "Move over the map" in legend.text()


def test_entries_that_do_not_fit_are_counted_and_stay_in_the_tooltip(legend):
    names = [f"class {number}" for number in range(30)]
    legend.show_entries(entries(*names))
    assert "class&nbsp;0" in legend.text()
    assert "class&nbsp;29" not in legend.text()
    assert "+2" in legend.text()
    assert "class&nbsp;29" in legend.toolTip()
    legend.resize(4000, 20)
    assert "class&nbsp;29" in legend.text()


def test_long_names_are_shortened_and_markup_is_escaped(legend):
    legend.show_entries(entries("a" * 40, "<b>bold</b>"))
    assert "a" * 25 + "…" in legend.text()
    assert "a" * 40 in legend.toolTip()
    assert "<b>" not in legend.text()
    assert "&lt;b&gt;" in legend.text()
