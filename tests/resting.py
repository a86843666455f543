"""Whether workers do anything, for tests that they do nothing."""

from multiprocessing import active_children

import psutil

_LOOKS = 20


def workers_rest():
    """Return a condition to be looked at again and again.

    It is true once no worker has used the processor for twenty looks: what was on its
    way has come, and nothing new is made.
    """
    seen = []

    def rest():
        workers = [psutil.Process(worker.pid) for worker in active_children()]
        seen.append(sum(sum(worker.cpu_times()[:2]) for worker in workers))
        return len(seen) > _LOOKS and seen[-_LOOKS] == seen[-1]

    return rest
