"""No reader opens a file that was not named by the user, or any socket."""

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import typing

import pytest

from tests.io import hostile
from tests.io.reaching_child import READERS

MAKERS = {
    "labels": hostile.label_files,
    "scenes": hostile.scene_files,
    "auxiliary": hostile.scene_files,
    "projects": hostile.projects,
    "classes": hostile.class_files,
    "libraries": hostile.libraries,
    "styles": hostile.styles,
    "models": hostile.models,
    "tables": hostile.object_tables,
}
STRACE = shutil.which("strace")
MARK = re.compile(r'"/mark/([^/"]+)/([^"]*)"')


class Server(http.server.BaseHTTPRequestHandler):
    """Takes down who asks for what."""

    asked: typing.ClassVar = []

    def do_GET(self):
        """Note the path, and have nothing."""
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_):
        """Be silent."""


@pytest.fixture(scope="module")
def address():
    """Return the address of a server on this computer."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def watched(tmp_path_factory, address):
    """Read everything in one watched process; return its lines and system calls."""
    whole = tmp_path_factory.mktemp("hostile")
    arguments = []
    for reader, make in MAKERS.items():
        folder = whole / reader
        folder.mkdir()
        hostile.write_secrets(folder)
        arguments.append(f"{reader}=" + "\n".join(make(folder, address)))
    log = whole / "calls.log"
    command = [sys.executable, "-m", "tests.io.reaching_child", *arguments]
    if STRACE:
        traced = "trace=open,openat,socket,connect,execve"
        command = [STRACE, "-f", "-s", "999", "-e", traced, "-o", str(log), *command]
    done = subprocess.run(
        command,
        cwd=whole,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), _calls(log) if STRACE else []


def _calls(log):
    """Return the system calls after the first mark, with the file being read."""
    reading, found = "", []
    for line in log.read_text(errors="replace").splitlines():
        if mark := MARK.search(line):
            reading = f"{mark[1]} {mark[2]}"
        elif reading:
            found.append((reading, line))
    return found


def of_reader(reader, lines):
    """Return the lines of a reader."""
    return [line for line in lines if line.split("\t")[0] == reader]


@pytest.mark.parametrize("reader", READERS)
def test_every_file_ends_in_a_value_or_a_sentence(watched, reader):
    lines = of_reader(reader, watched[0])
    assert lines
    assert [line for line in lines if "\tTRACEBACK\t" in line] == []


@pytest.mark.parametrize("reader", READERS)
def test_no_secret_is_in_what_was_read_or_said(watched, reader):
    lines = of_reader(reader, watched[0])
    assert [line for line in lines if hostile.WORD in line] == []


@pytest.mark.parametrize("reader", READERS)
def test_python_connects_to_nothing_and_starts_nothing(watched, reader):
    lines = of_reader(reader, watched[0])
    assert [line for line in lines if "\tEVENT\t" in line] == []


@pytest.mark.skipif(not STRACE, reason="strace, which sees system calls, is not here")
@pytest.mark.parametrize("reader", READERS)
def test_no_library_opens_a_secret_or_a_socket(watched, reader):
    bad = re.compile(r"/secret/|AF_INET|execve\(")
    found = [
        call
        for call in watched[1]
        if call[0].split()[0] == reader and bad.search(call[1])
    ]
    assert found == []


def test_nobody_asked_the_server(watched):
    assert watched[0]
    assert Server.asked == []


def test_what_is_honest_below_an_odd_name_is_read(watched):
    names = ("http:/", "zip", "x.zip!", "GTIFF_DIR", "a;b")
    lines = [line.split("\t") for line in watched[0]]
    answers = {
        line[1]: line[2]
        for line in lines
        if line[1].startswith(names) and line[1].endswith(("/x.tif", "/x.geojson"))
    }
    assert set(answers.values()) <= {"read"}
