"""Configurations of methods: presets, overrides from text, and descriptions."""

import dataclasses
import difflib
import reprlib
import typing
from collections.abc import Mapping
from typing import Any

import msgspec

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.parameters import (
    Parameter,
    described,
    listed_choices,
    parameter,
)
from hsiviewer.learning.registry import method_spec

__all__ = ["Parameter", "config_record", "make_config", "parameter", "parameters"]


def parameters(method: str) -> tuple[Parameter, ...]:
    """Describe the parameters of a method.

    Raises
    ------
    ConfigurationError
        If there is no such method.
    """
    spec = method_spec(method)
    return described(spec.config_type, spec.preset_configs)


def make_config(
    method: str, preset: str = "quick", overrides: Mapping[str, Any] | None = None
) -> Any:
    """Return the frozen configuration of a preset with some values replaced.

    Parameters
    ----------
    method, preset : str
        Ids as in `hsiviewer.learning.registry`.
    overrides : mapping, optional
        Values, or text as users type it.

    Raises
    ------
    ConfigurationError
        If method, preset, key or value are not allowed; the sentence names
        what is.
    """
    spec = method_spec(method)
    if preset not in spec.preset_configs:
        raise ConfigurationError(
            f"method {method} has no preset {_shown(preset)}; the presets are "
            f"{', '.join(spec.presets)}"
        )
    known = {field.name: field for field in dataclasses.fields(spec.config_type)}
    types = typing.get_type_hints(spec.config_type)
    changes = {}
    for key, value in (overrides or {}).items():
        if key not in known:
            raise ConfigurationError(_unknown_key(method, key, list(known)))
        changes[key] = _converted(known[key], types[key], value)
    return dataclasses.replace(spec.preset_configs[preset], **changes)


def config_record(config: Any) -> dict[str, Any]:
    """Return a configuration as JSON values, in the order of its fields."""
    return {
        field.name: getattr(config, field.name) for field in dataclasses.fields(config)
    }


def _shown(value: Any) -> str:
    """Return a value for a sentence; foreign files have values of any length."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = 80
    return short.repr(value)


def _unknown_key(method: str, key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key[:80], known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return (
        f"method {method} has no parameter {_shown(key)}; {hint}"
        f"its parameters are {', '.join(known)}"
    )


def _converted(field: "dataclasses.Field[Any]", kind: Any, value: Any) -> Any:
    try:
        converted = msgspec.convert(
            str(value) if kind is str else value, kind, strict=False
        )
    except msgspec.ValidationError:
        raise ConfigurationError(
            f"{field.name} cannot be {_shown(value)}; {_allowed(field, kind)}"
        ) from None
    choices = field.metadata["choices"]
    minimum, maximum = field.metadata["minimum"], field.metadata["maximum"]
    outside = (
        (choices and converted not in choices)
        # Written so that NaN is outside, too.
        or (minimum is not None and not converted >= minimum)
        or (maximum is not None and not converted <= maximum)
    )
    if outside:
        raise ConfigurationError(
            f"{field.name} cannot be {_shown(value)}; {_allowed(field, kind)}"
        )
    return converted


def _allowed(field: "dataclasses.Field[Any]", kind: Any) -> str:
    choices = listed_choices(field, kind)
    if choices:
        return f"choose one of {', '.join(map(str, choices))}"
    minimum, maximum = field.metadata["minimum"], field.metadata["maximum"]
    noun = {"int": "a whole number", "float": "a number"}.get(kind.__name__, "text")
    if minimum is not None and maximum is not None:
        return f"give {noun} between {minimum:g} and {maximum:g}"
    if minimum is not None:
        return f"give {noun} of at least {minimum:g}"
    if maximum is not None:
        return f"give {noun} of at most {maximum:g}"
    return f"give {noun}"
