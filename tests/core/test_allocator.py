"""Memory that was freed is given back."""

import ctypes
import platform
import subprocess
import sys

import pytest

_IN_CHILD = """
import ctypes
from hsiviewer.core.allocator import give_memory_back

class Info(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks",
            "uordblks", "fordblks", "keepcost",
        )
    ]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Info
library.malloc.restype = ctypes.c_void_p
library.free.argtypes = [ctypes.c_void_p]
size = 24 << 20
if {asked}:
    assert give_memory_back()
library.free(library.malloc(size))  # from now on no such block is large by default
before = library.mallinfo2().hblkhd
block = library.malloc(size)
print(library.mallinfo2().hblkhd - before >= size)
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or not hasattr(ctypes.CDLL(None), "mallinfo2"),
    reason="another C library",
)
@pytest.mark.parametrize("asked", [True, False])
def test_large_blocks_stay_apart(asked):
    done = subprocess.run(
        [sys.executable, "-c", _IN_CHILD.format(asked=asked)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(asked)
