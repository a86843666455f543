"""The command line."""

from hsiviewer.cli.program import is_command_line, run

__all__ = ["is_command_line", "run"]
