"""The command line; every command calls the workflow that the window calls."""

import argparse
import logging

from hsiviewer import __version__
from hsiviewer.cli import (
    analysing,
    comparing,
    learning,
    maps,
    options,
    scenes,
    streams,
    words,
)
from hsiviewer.cli.running import Command, complete
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import CancelledError

_WRONG_INPUT = 1
_INTERRUPTED = 130
_USAGE = "hsiviewer [PATH ...] | hsiviewer COMMAND ... (hsiviewer COMMAND --help)"


def is_command_line(arguments: list[str]) -> bool:
    """Tell whether arguments are a command or an option, not paths to open."""
    return bool(arguments) and (
        arguments[0] in _COMMANDS or arguments[0].startswith("-")
    )


def run(arguments: list[str]) -> int:
    """Do what the command line asks.

    Returns
    -------
    int
        0 on success, 1 on a problem with the user's input, 2 on wrong usage,
        130 on interrupt.
    """
    streams.prepare()
    logging.basicConfig(level=logging.CRITICAL, format="hsiviewer: %(message)s")
    for told in ("hsiviewer.core.extensions", "hsiviewer.workflows.tasks.references"):
        logging.getLogger(told).setLevel(logging.WARNING)
    try:
        return _run(arguments)
    except BrokenPipeError:
        # Whoever read the output has seen enough, and needs no sentence.
        return _WRONG_INPUT
    except HsiViewerError as error:
        streams.complain(str(error))
        return _WRONG_INPUT
    except OSError as error:
        # A name that is too long, a folder that may not be read, a full disk.
        streams.complain(f"{error}; choose another file or folder")
        return _WRONG_INPUT
    except MemoryError:
        streams.complain("memory does not suffice for this; choose something smaller")
        return _WRONG_INPUT
    except (KeyboardInterrupt, CancelledError):
        streams.complain("interrupted")
        return _INTERRUPTED
    finally:
        streams.abandon()


def _run(arguments: list[str]) -> int:
    try:
        parser = make_parser()
        parsed = parser.parse_args(arguments)
        learning.check_classify(parser, parsed)
    except SystemExit as stop:
        streams.flush()
        return int(stop.code or 0)
    _COMMANDS[parsed.command].run(parsed)
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = options.Parser(prog="hsiviewer", usage=_USAGE)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS.values():
        added = commands.add_parser(
            command.name, help=command.summary, description=command.summary
        )
        if command.add_arguments is not None:
            command.add_arguments(added)
    return parser


def _self_test(_arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.self_test import self_test

    complete(self_test(streams.write))


_GROUPS = (
    *scenes.COMMANDS,
    *learning.COMMANDS,
    *words.COMMANDS,
    *comparing.COMMANDS,
    *maps.COMMANDS,
    *analysing.COMMANDS,
    Command("self-test", "see that the whole way works here", _self_test),
)
_COMMANDS = {command.name: command for command in _GROUPS}
