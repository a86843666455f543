"""What scripts say about a scene: a file, a dict or a record."""

import os
from collections.abc import Mapping
from typing import Any

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.metadata_files import metadata_of, read_metadata

MetaLike = str | os.PathLike[str] | Mapping[str, Any] | SceneMetadata | None


def scene_metadata(meta: MetaLike) -> SceneMetadata:
    """Return what is said about a scene; nothing for ``None``.

    Raises
    ------
    FileAccessError
        If a file cannot be read.
    SceneMetadataError
        If it says something impossible.
    ConfigurationError
        If it is neither a file nor a dict.
    """
    if meta is None:
        return SceneMetadata()
    if isinstance(meta, SceneMetadata):
        return meta
    if isinstance(meta, Mapping):
        return metadata_of(meta, where="meta")
    if isinstance(meta, (str, os.PathLike)):
        return read_metadata(os.fspath(meta))
    raise ConfigurationError(
        f"meta cannot be {type(meta).__name__}; give the name of a file such as "
        "scene.hsimeta.toml, or a dict with its keys"
    )
