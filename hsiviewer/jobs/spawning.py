"""How worker processes start: without a second run of the program that wants them."""

import multiprocessing
import threading
from multiprocessing import spawn
from multiprocessing.context import SpawnProcess
from typing import Any

SPAWNING = multiprocessing.get_context("spawn")
_lock = threading.Lock()


def start_process(process: SpawnProcess) -> None:
    """Start a spawned process that does not import the main module.

    Python runs the main module again in every spawned process, so that functions
    which are defined there can be found. Workers need none of them, and a script
    without ``if __name__ == "__main__"`` would begin anew in its own worker.

    Raises
    ------
    OSError
        If this process may not start others.
    """
    if multiprocessing.current_process().daemon:
        raise OSError(
            "this code runs in a process of a pool, which may not start others; call "
            "hsiviewer from the main program, or from threads"
        )
    with _lock:
        whole = spawn.get_preparation_data

        def without_main(name: str) -> dict[str, Any]:
            found = whole(name)
            # Processes of others may start in this moment; theirs stay as they are.
            if name == process.name:
                found.pop("init_main_from_name", None)
                found.pop("init_main_from_path", None)
            return found

        vars(spawn)["get_preparation_data"] = without_main
        try:
            process.start()
        finally:
            vars(spawn)["get_preparation_data"] = whole
