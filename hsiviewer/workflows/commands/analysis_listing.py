"""The analyses and the published indices, for people and for scripts."""

from dataclasses import asdict
from typing import Any

from hsiviewer.analysis.catalogue import ANALYSES
from hsiviewer.analysis.formulas.published import published_indices


def analysis_list() -> list[dict[str, Any]]:
    """Return the analyses with their parameters, as JSON values."""
    return [
        {
            "id": analysis.id,
            "title": analysis.title,
            "family": analysis.family,
            "purpose": analysis.purpose,
            "needs": analysis.needs,
            "parameters": {
                parameter.name: {
                    "default": parameter.default,
                    "least": parameter.least,
                    "most": parameter.most,
                    "purpose": parameter.purpose,
                }
                for parameter in analysis.parameters
            },
        }
        for analysis in ANALYSES
    ]


def format_analyses(listed: list[dict[str, Any]]) -> str:
    """Return the analyses as text, by family."""
    lines: list[str] = []
    families = dict.fromkeys(entry["family"] for entry in listed)
    for family in families:
        lines.append(f"{family}:")
        for entry in (entry for entry in listed if entry["family"] == family):
            needs = f" (needs {entry['needs']})" if entry["needs"] else ""
            lines.append(f"  {entry['id']}: {entry['title']}{needs}")
            lines.append(f"      {entry['purpose']}")
            lines += [
                f"      {name}={told['default']}  {told['purpose']}"
                for name, told in entry["parameters"].items()
            ]
    return "\n".join(lines)


def index_list() -> list[dict[str, Any]]:
    """Return the published indices as JSON values."""
    return [asdict(index) for index in published_indices()]


def format_indices(listed: list[dict[str, Any]]) -> str:
    """Return the published indices as text, by family."""
    lines: list[str] = []
    for family in dict.fromkeys(entry["family"] for entry in listed):
        lines.append(f"{family}:")
        for entry in (entry for entry in listed if entry["family"] == family):
            lines.append(f"  {entry['id']}: {entry['title']}")
            lines.append(f"      {entry['formula']}")
            lines.append(f"      {entry['source']}")
    return "\n".join(lines)
