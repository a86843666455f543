"""Whether the method of an extension can be listed and shown in forms."""

import dataclasses
import re
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hsiviewer.core.errors import ExtensionError
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.parameters import TYPES, described

if TYPE_CHECKING:
    from hsiviewer.learning.registry import MethodSpec

_ID = re.compile(r"[\w.-]+")
_WANTED = {str: "a text", bool: "True or False"}


def check_spec(spec: "MethodSpec") -> None:
    """Check a method as far as this is possible without importing its code.

    Raises
    ------
    ExtensionError
        If a list of methods, or a form of parameters, could not be made with it.
    """
    for name, kind in typing.get_type_hints(type(spec)).items():
        _check_type(spec, name, kind)
    if not _ID.fullmatch(spec.id):
        raise ExtensionError(
            f"the id {spec.id[:80]!r} has other characters than letters, digits, -, _ "
            "and ."
        )
    if len(spec.stages) < 2:
        raise ExtensionError(
            f"the method {spec.id!r} names no stages, such as fine-tuning, predicting"
        )
    _check_fields(spec)
    _check_presets(spec)
    described(spec.config_type, spec.preset_configs)


def _check_type(spec: "MethodSpec", name: str, kind: Any) -> None:
    value = getattr(spec, name)
    if kind in (str, bool):
        fits, wanted = isinstance(value, kind), _WANTED[kind]
    else:
        fits = isinstance(value, tuple) and all(isinstance(text, str) for text in value)
        wanted = "a tuple of texts"
    if not fits:
        raise ExtensionError(f"{name} is {wanted}, not {str(value)[:80]!r}")


def _check_fields(spec: "MethodSpec") -> None:
    fields = dataclasses.fields(spec.config_type)
    undescribed = [field.name for field in fields if "help" not in field.metadata]
    if undescribed:
        raise ExtensionError(
            f"{spec.config} has fields without a description "
            f"({', '.join(undescribed)}); "
            "make them with hsiviewer.learning.configuration.parameter"
        )
    if not issubclass(spec.config_type, BaseConfig):
        raise ExtensionError(
            f"{spec.config} is no BaseConfig; derive it from that class in "
            "hsiviewer.learning.base_config"
        )
    types = typing.get_type_hints(spec.config_type)
    for field in fields:
        if types[field.name] not in TYPES:
            raise ExtensionError(
                f"{spec.config}: the field {field.name} is of the type {field.type}; "
                f"parameters are {', '.join(kind.__name__ for kind in TYPES)}"
            )
    names = {field.name for field in fields}
    unknown = {*spec.batch_fields, *spec.encoder_fields} - names
    if unknown:
        raise ExtensionError(
            f"{spec.config} has no fields {', '.join(sorted(unknown))}, which "
            "batch_fields or encoder_fields name"
        )


def _check_presets(spec: "MethodSpec") -> None:
    presets = spec.preset_configs
    if not isinstance(presets, Mapping) or "quick" not in presets:
        raise ExtensionError(f"{spec.config} has no preset 'quick'")
    types = typing.get_type_hints(spec.config_type)
    for name, config in presets.items():
        if not isinstance(name, str) or not isinstance(config, spec.config_type):
            raise ExtensionError(
                f"the preset {name!r} of {spec.config} is no such configuration"
            )
        for field in dataclasses.fields(spec.config_type):
            value, kind = getattr(config, field.name), types[field.name]
            if type(value) is not kind and not (kind is float and type(value) is int):
                raise ExtensionError(
                    f"the preset {name!r} of {spec.config} has {field.name} = "
                    f"{str(value)[:80]!r}, which is no {kind.__name__}"
                )
