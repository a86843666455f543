"""The attack notices what it is there to notice."""

import ctypes
import os
import signal
import socket
from pathlib import Path

import pytest

from hsiviewer.core.errors import CubeFormatError
from tests.attack.children import attempt, is_possible
from tests.attack.family import Family, Mutant
from tests.attack.lure import TOKEN, Lure

pytestmark = [
    pytest.mark.skipif(not is_possible(), reason="forks children, as Linux can"),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]
FILES = {"file": b"content"}


def refuse(folder, mutant):
    raise CubeFormatError("file is damaged")


def read(folder, mutant):
    return {"size": len((folder / mutant.opened).read_bytes())}


def stumble(folder, mutant):
    raise ValueError("of no kind that users are told")


def die(folder, mutant):
    os.kill(os.getpid(), signal.SIGSEGV)


def grow(folder, mutant):
    return {"size": len(bytearray(8 << 30))}


def wait(folder, mutant):
    signal.pause()


def compute(folder, mutant):
    while True:
        pass


def overwrite(folder, mutant):
    (folder / mutant.opened).write_bytes(b"other")
    return {}


@pytest.fixture
def lure(tmp_path):
    bait = Lure(tmp_path / "lure")
    yield bait
    bait.close()


@pytest.fixture
def end(tmp_path, lure):
    """Return what becomes of a mutant that a function opens."""

    def tried(function, mutant=None, seconds=10):
        mutant = mutant or Mutant("test", "one", FILES, "file")
        family = Family(
            "test", "test", 1, None, None, function, None, seconds=seconds
        )  # fmt: skip
        return attempt(family, mutant, 0, tmp_path / "mutant", lure)

    return tried


@pytest.mark.parametrize(
    ("function", "outcome", "faults"),
    [
        (refuse, "refused", []),
        (read, "opened", []),
        (stumble, "traceback", ["traceback"]),
        (die, "crash", ["crash"]),
        (grow, "memory", ["memory"]),
        (overwrite, "opened", ["overwritten"]),
    ],
)
def test_ends_are_told_apart(end, function, outcome, faults):
    found = end(function)
    assert (found.outcome, found.faults) == (outcome, faults)


@pytest.mark.parametrize("function", [wait, compute])
def test_children_that_wait_or_compute_for_ever_hang(end, function):
    assert end(function, seconds=1).outcome == "hang"


def test_a_pipe_in_the_place_of_a_file_is_a_hang_for_who_reads_it(end):
    mutant = Mutant("pipe", "one", FILES, "file", ("file",))
    assert end(read, mutant, seconds=1).outcome == "hang"


def test_foreign_files_are_noticed_whoever_opens_them(end, lure):
    def by_python(folder, mutant):
        return {"size": len(lure.text.read_bytes())}

    def by_c(folder, mutant):
        library = ctypes.CDLL(None)
        return {"descriptor": library.open(os.fsencode(lure.text), os.O_RDONLY)}

    def of_the_system(folder, mutant):
        return {"size": len(Path("/etc/passwd").read_bytes())}

    for function in (by_python, by_c, of_the_system):
        assert end(function).faults == ["foreign"], function


def test_foreign_bytes_are_noticed_in_answers_refusals_and_noise(end):
    def answer(folder, mutant):
        return {"names": [TOKEN]}

    def refusal(folder, mutant):
        raise CubeFormatError(f"{TOKEN} is no number")

    def noise(folder, mutant):
        os.write(2, TOKEN.encode())
        return {}

    for function in (answer, refusal, noise):
        assert end(function).faults == ["foreign"], function


def test_requests_are_noticed_and_answered(end, lure):
    def ask(folder, mutant):
        with socket.create_connection(("127.0.0.1", lure.port), timeout=5) as asked:
            asked.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return {"size": len(asked.recv(1 << 16))}

    found = end(ask)
    assert "socket" in found.faults
    assert found.answer["size"] > 0


def test_programs_and_code_are_noticed(end, lure):
    def start(folder, mutant):
        os.system("true")
        return {}

    def execute(folder, mutant):
        os.close(os.open(lure.mark, os.O_CREAT | os.O_WRONLY))
        return {}

    assert end(start).faults == ["code"]
    assert "code" in end(execute).faults


def test_the_same_number_gives_the_same_mutant(lure):
    from tests.attack.families import FAMILIES

    family = FAMILIES["classes"]
    originals = {"classes": {"classes.toml": b"[[class]]\nid = 1\nname = 'a'\n"}}
    mutants = [family.mutant(originals, number, 3, lure) for number in (5, 5, 6)]
    assert mutants[0] == mutants[1]
    assert mutants[0] != mutants[2]
