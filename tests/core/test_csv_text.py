"""No table that the program writes holds a formula, and every text comes back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsiviewer.core.csv_text import csv_line, plain_cell, safe_cell

FORMULAS = ["=1+1", "+cmd", "-cmd", "@sum", "\t=1", "\r=1", "'=1", "''=1", "-1+cmd"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["-5", "+0.25", "-1e-3", "roof", "'tis", "", "a=b"])
def test_numbers_and_names_stay_as_they_are(text):
    assert safe_cell(text) == text
    assert plain_cell(text) == text


@given(st.text())
def test_every_text_comes_back(text):
    assert plain_cell(safe_cell(text)) == text


@given(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=2))
def test_every_line_is_read_back_as_it_was(cells):
    line = csv_line([*cells, 0.5])
    (found,) = csv.reader(io.StringIO(line, newline=""))
    assert [plain_cell(cell) for cell in found] == [*cells, "0.5"]
