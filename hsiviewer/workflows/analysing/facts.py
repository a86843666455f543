"""What an analysis has found, as text."""

from collections.abc import Mapping
from typing import Any

_MOST_LISTED = 12


def facts_text(facts: Mapping[str, Any]) -> str:
    """Return what an analysis has found as text, a fact in each line."""
    lines = []
    for name, value in facts.items():
        title = name.replace("_", " ")
        if isinstance(value, dict):
            pairs = list(value.items())[:_MOST_LISTED]
            lines.append(f"{title}:")
            lines += [f"  {key}: {_told(number)}" for key, number in pairs]
        elif isinstance(value, list):
            listed = ", ".join(_told(number) for number in value[:_MOST_LISTED])
            more = ", ..." if len(value) > _MOST_LISTED else ""
            lines.append(f"{title}: {listed}{more}")
        else:
            lines.append(f"{title}: {_told(value)}")
    return "\n".join(lines)


def _told(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
