"""Tables as comma-separated text that no spreadsheet runs as a formula.

Names come from files and from users. A cell that begins with one of `= + - @`, a
tab or a carriage return would be a formula in a spreadsheet, so it gets an
apostrophe, which `plain_cell` takes off again. Numbers are left as they are. See
OWASP, "CSV Injection".
"""

import re
from collections.abc import Iterable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
_QUOTED = re.compile(r"[\"\r\n,;\t]|^\s|\s$")


def csv_line(cells: Iterable[object], *, delimiter: str = ",") -> str:
    """Return one line of a table with its line end.

    Parameters
    ----------
    cells : iterable
        Texts are made harmless; numbers are written as they are.
    """
    texts = (safe_cell(cell) if isinstance(cell, str) else str(cell) for cell in cells)
    return delimiter.join(_quoted(text) for text in texts) + "\n"


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet shows instead of running it."""
    is_formula = text.lstrip("'").startswith(_FORMULA_STARTS)
    return f"'{text}" if is_formula and not _NUMBER.fullmatch(text) else text


def plain_cell(cell: str) -> str:
    """Return the text that `safe_cell` was given."""
    is_guarded = cell.startswith("'") and safe_cell(cell[1:]) == cell
    return cell[1:] if is_guarded else cell


def _quoted(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
