"""Change single bytes of a file and read it each time; run in a child process.

    python -m tests.io.sweep FILE FIRST LAST VALUES...

A reader that dies takes the child along and not the tests. What was tried is
printed before it is tried.
"""

import sys
from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.labels import read_labels
from hsiviewer.io.matlab import list_variables
from hsiviewer.io.registry import open_cube


def open_all(path):
    cube = open_cube(path)
    cube.source.read()
    cube.close()


READERS = (open_all, lambda path: read_labels(path, None), list_variables)


def main(name, first, last, values):
    path = Path(name)
    content = path.read_bytes()
    mutant = path.with_name(f"mutant{path.suffix}")
    opened = refused = 0
    for position in range(int(first), min(int(last), len(content))):
        for change in (int(value) for value in values):
            sys.stderr.write(f"\r{position} ^ {change}")
            changed = bytearray(content)
            changed[position] ^= change
            mutant.write_bytes(changed)
            for read in READERS:
                try:
                    read(mutant)
                    opened += 1
                except HsiViewerError:
                    refused += 1
    sys.stdout.write(f"{opened} {refused}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
