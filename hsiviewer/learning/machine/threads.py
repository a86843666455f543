"""Threads of the libraries that multiply matrices."""

from threadpoolctl import threadpool_limits


def use_one_thread() -> None:
    """Multiply matrices in one thread of this process from now on.

    Products of many small matrices are over before several threads have met; while they
    wait for each other, on a busy machine, they take ten times as long.
    """
    threadpool_limits(limits=1)
