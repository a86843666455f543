"""Entry point: the command line, or the window."""

import multiprocessing


def main() -> None:
    """Start the program and exit with its status."""
    # First of all: in a packaged program, worker processes start here as well.
    multiprocessing.freeze_support()
    import sys

    from hsiviewer.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
