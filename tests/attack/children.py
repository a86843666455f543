"""One child per mutant, forked from a parent in which everything is imported."""

import contextlib
import faulthandler
import json
import os
import select
import shutil
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hsiviewer.core.errors import HsiViewerError
from tests.attack.audit import Audit
from tests.attack.family import Answer, BadEndError, Family, Mutant
from tests.attack.lure import TOKEN, Lure

MEMORY = 4 << 30
_PATIENCE = 4  # times as long as that, on a machine that has other things to do
_LOOK_S = 2.0
_LEAST_WORK_S = 0.02  # between two looks
_LARGEST_FILE = 1 << 30
_HANG, _MEMORY = "hang", "memory"
_ROOT = str(Path(__file__).resolve().parents[2])


@dataclass
class Outcome:
    """How one mutant ended.

    Parameters
    ----------
    outcome : str
        ``refused``, ``opened``, ``traceback``, ``crash``, ``hang`` or ``memory``.
    faults : list of str
        What is bad about it; empty if nothing is.
    message : str
        The refusal, or the traceback's last line and place.
    """

    family: str
    number: int
    kind: str
    outcome: str
    faults: list[str] = field(default_factory=list)
    message: str = ""
    seconds: float = 0.0
    answer: Answer = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)


def attempt(
    family: Family, mutant: Mutant, number: int, folder: Path, lure: Lure
) -> Outcome:
    """Let a child open a mutant, and tell how that ends.

    Parameters
    ----------
    folder : Path
        Made anew, and left with what the child has left.
    """
    shutil.rmtree(folder, ignore_errors=True)
    place = folder / "files"
    for each in (place, folder / "home", folder / "temporary"):
        each.mkdir(parents=True)
    mutant.write(place)
    lure.noticed()
    begin = time.monotonic()
    report, status = _run(family, mutant, folder, lure)
    taken = lure.noticed() | set(report.pop("taken", ()))
    outcome = _outcome(family, mutant, number, report, status)
    outcome.seconds = time.monotonic() - begin
    taken |= {kind for kind, _ in report.get("events", ())}
    noise = (folder / "noise.txt").read_bytes()
    if TOKEN.encode() in noise or TOKEN in json.dumps(report, default=str):
        taken.add("foreign")
    if report.get("answer", {}).get("foreign_values", 0) > 3:
        taken.add("foreign")
    outcome.faults += sorted(taken)
    if taken:
        outcome.message += f" {report.get('events', '')}"
    if outcome.outcome == "crash":
        outcome.message += f" {_last_place(noise)}"
    if _overwritten(family, mutant, place):
        outcome.faults.append("overwritten")
    return outcome


def is_possible() -> bool:
    """Tell whether this system can fork and limit processes."""
    return sys.platform == "linux" and hasattr(os, "fork")


def _run(
    family: Family, mutant: Mutant, folder: Path, lure: Lure
) -> tuple[dict[str, Any], int]:
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(read_end)
            lure.close()
            report = _in_child(family, mutant, folder)
            _write_all(write_end, json.dumps(report).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write_end)
    content, taken, is_late = _heard(child, read_end, lure, family.seconds)
    os.close(read_end)
    if is_late:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # children of the child
    report = json.loads(content) if content and not is_late else {}
    if is_late:
        report["outcome"] = _HANG
    return {**report, "taken": sorted(taken)}, status


def _heard(
    child: int, read_end: int, lure: Lure, seconds: int
) -> tuple[bytes, set[str], bool]:
    """Return what the child says, which baits it took, and whether it hangs."""
    content, taken = b"", set()
    begin, seen = time.monotonic(), -1.0
    while True:
        ready, _, _ = select.select([read_end, *lure.descriptors], [], [], _LOOK_S)
        if read_end in ready:
            part = os.read(read_end, 1 << 16)
            if not part:
                return content, taken, False
            content += part
        elif ready:
            taken |= lure.noticed()
        elif (waited := time.monotonic() - begin) > seconds:
            # On a busy machine a child may need longer than its processor time.
            used = _processor_time(child)
            if waited > _PATIENCE * seconds or used - seen < _LEAST_WORK_S:
                return content, taken, True
            seen = used


def _processor_time(group: int) -> float:
    """Return the seconds that a child and its own children have computed."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _in_child(family: Family, mutant: Mutant, folder: Path) -> dict[str, Any]:
    known = set(sys.modules)
    _settle(folder, family.seconds)
    audit = Audit([folder])
    audit.start()
    report: dict[str, Any] = {}
    try:
        report["answer"] = family.open(folder / "files", mutant)
        report["outcome"] = "opened"
    except HsiViewerError as error:
        report.update(outcome="refused", message=str(error))
    except BadEndError as error:
        report.update(outcome="opened", message=str(error), fault=error.fault)
    except MemoryError as error:
        report.update(outcome=_MEMORY, message=_described(error))
    except BaseException as error:  # noqa: BLE001 - whatever it is, is the result
        report.update(outcome="traceback", message=_described(error))
    audit.stop()
    report["events"] = audit.events
    if mutant.kind == "none":
        report["modules"] = [name for name in sys.modules if name not in known]
    return report


def _settle(folder: Path, seconds: int) -> None:
    import resource

    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    noise = os.open(folder / "noise.txt", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(null, 0)
    os.dup2(noise, 1)
    os.dup2(noise, 2)
    sys.stdout = os.fdopen(1, "w", errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", errors="replace", closefd=False)
    faulthandler.enable(file=2)
    os.chdir(folder / "files")
    os.environ["HSIVIEWER_HOME"] = str(folder / "home")
    os.environ["TMPDIR"] = str(folder / "temporary")
    os.environ["HF_HUB_OFFLINE"] = "1"
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
    ):
        resource.setrlimit(limit, (value, value))


def _outcome(
    family: Family, mutant: Mutant, number: int, report: dict[str, Any], status: int
) -> Outcome:
    if "outcome" in report:
        kind, message = report["outcome"], report.get("message", "")
    elif os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        # SIGKILL is the hard end of the processor time, too.
        kind = _HANG if name in ("SIGXCPU", "SIGKILL") else "crash"
        message = name
    else:
        kind, message = "crash", f"exit status {os.waitstatus_to_exitcode(status)}"
    faults = [] if kind in ("refused", "opened") else [kind]
    faults += [report["fault"]] if "fault" in report else []
    answer = report.get("answer", {})
    modules = report.get("modules", [])
    return Outcome(
        family.name, number, mutant.kind, kind, faults, message, 0.0, answer, modules
    )


def _described(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if "/hsiviewer/" in each.filename]
    last = own[-1] if own else frames[-1]
    place = last.filename.split("/hsiviewer/")[-1].removeprefix(_ROOT)
    text = str(error).split("\n")[0][:160]
    return f"{type(error).__name__} at {place}:{last.lineno}: {text}"


def _last_place(noise: bytes) -> str:
    """Return where faulthandler saw the end."""
    lines = noise.decode(errors="replace").splitlines()
    places = [each.strip() for each in lines if each.startswith('  File "')]
    own = [each for each in places if "/hsiviewer/" in each]
    return (own or places or [""])[0]


def _overwritten(family: Family, mutant: Mutant, place: Path) -> bool:
    for name, content in mutant.files.items():
        if name.endswith(family.changes_files or ("\0",)):
            continue
        path = place / name
        if name in mutant.pipes or name in mutant.links:
            continue
        if not path.is_file() or path.read_bytes() != content:
            return True
    return False


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
