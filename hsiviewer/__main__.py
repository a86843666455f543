"""Entry point: the command line, or the window."""

import multiprocessing


def main() -> None:
    """Start the program and exit with its status."""
    # First of all: in a packaged program, worker processes start here as well.
    multiprocessing.freeze_support()
    import sys

    from hsiviewer.cli import is_command_line, run
    from hsiviewer.core.extensions import switch_off

    arguments = sys.argv[1:]
    if arguments == ["self-test", "--window"]:
        from hsiviewer.app import test_window

        sys.exit(test_window())
    is_safe = "--safe-mode" in arguments
    arguments = [each for each in arguments if each != "--safe-mode"]
    if is_safe:
        switch_off()
    if is_command_line(arguments):
        sys.exit(run(arguments))

    from hsiviewer.app import run_window

    sys.exit(run_window(arguments, is_safe=is_safe))


if __name__ == "__main__":
    main()
