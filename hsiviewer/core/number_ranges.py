"""Lists of bands as people write them, such as ``104-108, 150-163, 220``."""

import re
from collections.abc import Iterable

from hsiviewer.core.errors import SceneMetadataError

_MOST_BANDS = 100_000
_RUN = re.compile(r"(\d{1,6})(?:\s*[-\u2013:]\s*(\d{1,6}))?")


def band_numbers(text: str) -> tuple[int, ...]:
    """Return bands, counted from 0, of a list that counts from 1.

    Parameters
    ----------
    text : str
        Numbers and ranges, separated by commas, semicolons or blanks.

    Raises
    ------
    SceneMetadataError
        If it is no such list.
    """
    # "104 - 108" is a range, not three words.
    joined = re.sub(r"\s*[-\u2013:]\s*", "-", text.strip())
    bands: list[int] = []
    for word in filter(None, re.split(r"[\s,;]+", joined)):
        run = _RUN.fullmatch(word)
        first, last = (int(run[1]), int(run[2] or run[1])) if run else (0, 0)
        if not 1 <= first <= last:
            raise SceneMetadataError(
                f"{word[:40]!r} is no band; write bands counted from 1, such as "
                "104-108, 150-163, 220"
            )
        if len(bands) + last - first >= _MOST_BANDS:
            raise SceneMetadataError(
                f"{text[:40]!r} are more than {_MOST_BANDS} bands; give fewer"
            )
        bands += range(first - 1, last)
    return tuple(bands)


def ranges_text(numbers: Iterable[int]) -> str:
    """Return ``"1-3, 7"`` for ``[1, 2, 3, 7]``, which ascend."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)
