"""Entry point: the command line, or the window."""

import multiprocessing


def main() -> None:
    """Start the program and exit with its status."""
    # First of all: in a packaged program, worker processes start here as well.
    multiprocessing.freeze_support()
    import os
    import signal
    import sys
    from functools import partial
    from types import FrameType

    def leave(_signal: int, _frame: FrameType | None) -> None:
        # Nothing has begun yet: an exception would surface in the midst of imports.
        os.write(2, b"hsiviewer: interrupted\n")
        os._exit(130)

    # A shell that starts programs in the background lets them ignore Ctrl-C.
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:
        signal.signal(signal.SIGINT, leave)
    from hsiviewer.cli import is_command_line, run
    from hsiviewer.core.extensions import switch_off
    from hsiviewer.core.plain_letters import use_plain_letters

    use_plain_letters()
    is_safe = "--safe-mode" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--safe-mode"]
    if is_safe:
        switch_off()
    if arguments == ["self-test", "--window"]:
        from hsiviewer.app import test_window as start
    elif is_command_line(arguments):
        start = partial(run, arguments)
    else:
        from hsiviewer.app import run_window

        start = partial(run_window, arguments, is_safe=is_safe)
    if is_heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(start())


if __name__ == "__main__":
    main()
