"""Fork servers that work off an attack, family by family."""

import importlib
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.attack.children import Outcome, attempt
from tests.attack.families import FAMILIES
from tests.attack.family import Family, Originals, read_originals
from tests.attack.lure import Lure

_CHUNK = 40
_FEW = 5  # whole commands take seconds
_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
               "NUMEXPR_NUM_THREADS")  # fmt: skip
_TORCH_MODULES = (
    "hsiviewer.workflows.tasks.worker", "hsiviewer.learning.running.applying",
    "hsiviewer.learning.running.run",
)  # fmt: skip


@dataclass(frozen=True)
class Chunk:
    """Some mutants of one family, for one server."""

    family: str
    numbers: tuple[int, ...]
    seed: int
    keep: str = ""


class Attack:
    """A folder of originals, and the servers that attack them.

    Parameters
    ----------
    work : Path
        An empty folder for all that is written.
    jobs : int
        Servers at the same time.
    keep : Path, optional
        Where bad mutants are kept.
    """

    def __init__(
        self, work: Path, *, jobs: int = 2, seed: int = 0, keep: Path | None = None
    ) -> None:
        self._work = work
        self._jobs = jobs
        self._seed = seed
        self._keep = "" if keep is None else str(keep.resolve())

    def run(self, counts: Mapping[str, int]) -> Iterator[Outcome]:
        """Attack with so many mutants of each family, and yield what they did."""
        numbers = {name: range(count) for name, count in counts.items()}
        return self.run_numbers(numbers)

    def run_numbers(self, numbers: Mapping[str, range]) -> Iterator[Outcome]:
        """Attack with these mutants of each family."""
        for needs_torch in (False, True):
            chosen = {
                name: each for name, each in numbers.items()
                if FAMILIES[name].needs_torch == needs_torch and len(each)
            }  # fmt: skip
            if chosen:
                yield from self._run_kind(chosen)

    def _run_kind(self, numbers: Mapping[str, range]) -> Iterator[Outcome]:
        os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        with ProcessPoolExecutor(
            self._jobs, multiprocessing.get_context("spawn"), _begin, (str(self._work),)
        ) as servers:
            prepared = [servers.submit(_prepare, name) for name in numbers]
            for each in prepared:
                each.result()
            futures: list[Future[list[Outcome]]] = []
            for name, chosen in numbers.items():
                size = _CHUNK if FAMILIES[name].is_mutation else _FEW
                for first in range(0, len(chosen), size):
                    part = tuple(chosen[first : first + size])
                    chunk = Chunk(name, part, self._seed, self._keep)
                    futures.append(servers.submit(_serve, chunk))
            try:
                for future in as_completed(futures):
                    yield from future.result()
            finally:
                servers.shutdown(cancel_futures=True)


class _Server:
    """What a server process knows."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._here = work / f"server {os.getpid()}"
        self._lure = Lure(self._here / "lure")
        self._known: dict[str, tuple[Originals, dict[str, Outcome]]] = {}

    def prepare(self, name: str) -> None:
        """Write the originals of a family, in a child, which may start threads."""
        folder = self._work / "originals" / name
        folder.mkdir(parents=True)
        child = os.fork()
        if child == 0:
            try:
                os.environ["HSIVIEWER_HOME"] = str(self._here / "home")
                FAMILIES[name].prepare(folder)
                os._exit(0)
            except BaseException:  # noqa: BLE001 - a child must not go on as its parent
                sys.excepthook(*sys.exc_info())
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError(f"the originals of {name} could not be written")

    def serve(self, chunk: Chunk) -> list[Outcome]:
        """Attack with some mutants."""
        family = FAMILIES[chunk.family]
        originals, controls = self._originals(family)
        outcomes = []
        for number in chunk.numbers:
            mutant = family.mutant(originals, number, chunk.seed, self._lure)
            outcome = attempt(family, mutant, number, self._here / "mutant", self._lure)
            control = controls[mutant.original]
            if outcome.outcome == "opened" and not outcome.faults:
                outcome.faults += family.judge(control.answer, outcome.answer, mutant)
            if outcome.faults and chunk.keep:
                _keep(Path(chunk.keep), outcome, mutant)
            outcomes.append(outcome)
        return outcomes

    def _originals(self, family: Family) -> tuple[Originals, dict[str, Outcome]]:
        if family.name not in self._known:
            originals = read_originals(self._work / "originals" / family.name)
            controls = {
                name: attempt(
                    family, family.control(originals, name), -1, self._here / "control",
                    self._lure,
                )
                for name in originals
            }  # fmt: skip
            for name, control in controls.items():
                if control.outcome != "opened" or control.faults:
                    raise RuntimeError(f"{family.name}: the original {name}: {control}")
            _import_too(controls.values())
            self._known[family.name] = originals, controls
        return self._known[family.name]


_server: _Server | None = None


def _begin(work: str) -> None:
    global _server
    _server = _Server(Path(work))


def _prepare(name: str) -> None:
    assert _server is not None
    if FAMILIES[name].needs_torch:
        for module in _TORCH_MODULES:
            importlib.import_module(module)
    _server.prepare(name)


def _serve(chunk: Chunk) -> list[Outcome]:
    assert _server is not None
    return _server.serve(chunk)


def _import_too(controls) -> None:
    """Import what the children have imported, so that the next ones need not."""
    for control in controls:
        for module in control.modules:
            try:
                importlib.import_module(module)
            except ImportError:
                continue
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 1:
        raise RuntimeError(f"a server has {threads} threads; children could hang")


def _keep(folder: Path, outcome: Outcome, mutant) -> None:
    faults = "+".join(dict.fromkeys(outcome.faults))
    place = folder / outcome.family / f"{outcome.number:04d} {faults}"
    place.mkdir(parents=True, exist_ok=True)
    mutant.write(place)
    (place / "ABOUT.txt").write_text(
        f"{outcome.kind}\nopened: {mutant.opened}\n{faults}: {outcome.message}\n"
        f"again: python -m tests.benchmarks.attack --family {outcome.family} "
        f"--number {outcome.number}\n",
        encoding="utf-8", errors="replace",
    )  # fmt: skip
