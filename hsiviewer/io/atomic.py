"""Files that are either whole or as they were before; see `hsiviewer.core.atomic`."""

from hsiviewer.core.atomic import (
    is_full,
    replacing,
    unwritable,
    write_bytes,
    write_text,
)

__all__ = ["is_full", "replacing", "unwritable", "write_bytes", "write_text"]
