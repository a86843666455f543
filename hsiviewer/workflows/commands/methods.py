"""Methods, presets and parameters, for people and for scripts."""

from typing import Any

from hsiviewer.learning.configuration import parameters
from hsiviewer.learning.registry import METHODS


def method_list() -> list[dict[str, Any]]:
    """Return what `hsiviewer methods` tells, as JSON values."""
    return [
        {
            "id": spec.id,
            "title": spec.title,
            "summary": spec.summary,
            "stages": list(spec.stages),
            "uses_text": spec.uses_text,
            "uses_auxiliary": spec.uses_auxiliary,
            "citation": spec.citation,
            "presets": list(spec.presets),
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type,
                    "default": dict(parameter.default),
                    "choices": list(parameter.choices),
                    "help": parameter.help,
                    "source": parameter.source,
                }
                for parameter in parameters(spec.id)
            ],
        }
        for spec in METHODS.values()
    ]


def format_methods(methods: list[dict[str, Any]]) -> str:
    """Return the text that people read."""
    return "\n\n".join(_format_method(method) for method in methods)


def _format_method(method: dict[str, Any]) -> str:
    lines = [
        f"{method['id']}: {method['summary']}",
        f"  stages: {', '.join(method['stages'])}",
        f"  presets: {', '.join(method['presets'])}",
    ]
    if method["citation"]:
        lines.append(f"  source: {method['citation']}")
    for parameter in method["parameters"]:
        defaults = ", ".join(
            f"{key} {value}" for key, value in parameter["default"].items()
        )
        choices = (
            f" [{' | '.join(map(str, parameter['choices']))}]"
            if parameter["choices"]
            else ""
        )
        lines.append(
            f"  --set {parameter['name']}={parameter['type']}{choices}  ({defaults})"
        )
        lines.append(f"      {parameter['help']}")
    return "\n".join(lines)
