"""Memory that is given back to the system when it is freed."""

import ctypes
import sys

# From <malloc.h> of the GNU C library.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8

_LARGE_BYTES = 1 << 20
_MOST_ARENAS = 2


def give_memory_back() -> bool:
    """Let the C library hand large blocks back to the system, not keep them for later.

    By default the GNU library raises the size from which a block is large to that of
    the largest one that was freed, up to 32 MB, and has eight heaps per core. Pictures
    and bands, which come and go by the megabyte, leave gaps in these heaps then: a
    window that holds 90 MB takes 70 MB more after some minutes of use, and so on.
    Once set, the sizes stay.

    Returns
    -------
    bool
        Whether the C library can do so; others give memory back by themselves.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    options = (
        (_M_MMAP_THRESHOLD, _LARGE_BYTES),
        (_M_TRIM_THRESHOLD, _LARGE_BYTES),
        (_M_ARENA_MAX, _MOST_ARENAS),
    )
    answers = [mallopt(option, value) for option, value in options]
    return answers == [1, 1, 1]
