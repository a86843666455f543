"""Values as TOML writes them; Python reads TOML but does not write it."""

import json
from collections.abc import Iterable


def quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(numbers: Iterable[float]) -> str:
    """Return an array of numbers, some in a line."""
    texts = [f"{number!r}" for number in numbers]
    lines = [", ".join(texts[at : at + 8]) for at in range(0, len(texts), 8)]
    if len(lines) <= 1:
        return f"[{''.join(lines)}]"
    return "[\n  " + ",\n  ".join(lines) + ",\n]"
