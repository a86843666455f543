"""Values of the command line: each is read, or refused with a sentence."""

import argparse
import math
from collections.abc import Callable

from hsiviewer.core.options import LARGEST_SEED

_MOST_NUMBERS = 1000
LARGEST_NUMBER = 10**9


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two others."""

    def read(text: str) -> int:
        # Python reads other digits, underscores and spaces as well.
        is_number = _is_number(text.removeprefix("-"))
        if not is_number or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a whole number from {least} to {most}"
            )
        return int(text)

    return read


seed = whole(0, LARGEST_SEED)


def distance(text: str) -> float:
    """Read a number of pixels."""
    try:
        pixels = float(text)
    except ValueError:
        pixels = -1.0
    if not 0 <= pixels <= LARGEST_NUMBER:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of pixels from 0 to {LARGEST_NUMBER}"
        )
    return pixels


def pixel(text: str) -> tuple[int, int]:
    """Read row and column, such as ``12,40``."""
    read = whole(0, LARGEST_NUMBER)
    parts = text.split(",")
    if len(parts) != len(("row", "column")):
        raise argparse.ArgumentTypeError(f"{text!r} is not ROW,COL, such as 12,40")
    row, col = map(read, parts)
    return row, col


def number(text: str) -> float:
    """Read any finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return value


def share(text: str) -> float:
    """Read a share of all pixels, more than 0 and less than 1."""
    value = number(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a share between 0 and 1, such as 0.001"
        )
    return value


def seeds(text: str) -> tuple[int, ...]:
    """Read seeds, such as ``0-4`` or ``3,7``."""
    return _numbers(text, most=LARGEST_SEED)


def override(text: str) -> tuple[str, str]:
    """Read ``key=value``."""
    key, separator, value = text.partition("=")
    if not separator or not key:
        raise argparse.ArgumentTypeError(f"{text!r} is not key=value")
    return key, value


def id_map(text: str) -> dict[int, int]:
    """Read which class ids stand for, such as ``1=4,2=2``."""
    from hsiviewer.core.errors import ConfigurationError
    from hsiviewer.core.id_maps import parse_id_map

    try:
        return parse_id_map(text)
    except ConfigurationError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def sweep(text: str) -> tuple[str, tuple[str, ...]]:
    """Read a parameter and its values, ``key=a,b``."""
    key, values = override(text)
    return key, tuple(values.split(","))


def shots(text: str) -> tuple[float, ...]:
    """Return labels per class: whole numbers, or shares such as ``"10%"``."""
    found: list[float] = []
    for part in text.split(","):
        if part.endswith("%"):
            try:
                share = float(part[:-1]) / 100
            except ValueError:
                share = 0.0
            # Very near to 1, its decimal fraction is 1 for a computer.
            if not 0 < share < 1:
                raise argparse.ArgumentTypeError(
                    f"{part!r} is not a share of the labels such as 10%"
                )
            found.append(share)
        else:
            found += _numbers(part)
    if not all(found):
        raise argparse.ArgumentTypeError(
            "0 labels teach nothing; give 1 or more, or a share such as 10%"
        )
    return tuple(found)


def _numbers(text: str, *, most: int = LARGEST_NUMBER) -> tuple[int, ...]:
    """Return the numbers of ``"2,8"`` or ``"0-4"``."""
    numbers: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not _is_number(first) or (dash and not _is_number(last)):
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a list of numbers such as 2,8,20 or 0-4"
            )
        low, high = int(first), int(last or first)
        if high < low:
            raise argparse.ArgumentTypeError(
                f"{part!r} runs backwards; write {last}-{first}"
            )
        if high > most:
            raise argparse.ArgumentTypeError(
                f"{high} is too large; give {most} at most"
            )
        if len(numbers) + high - low >= _MOST_NUMBERS:
            raise argparse.ArgumentTypeError(
                f"{text!r} are more than {_MOST_NUMBERS} numbers; give fewer"
            )
        numbers += range(low, high + 1)
    return tuple(numbers)


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 20
