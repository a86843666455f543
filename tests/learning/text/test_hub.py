"""Models that lie elsewhere: looked up, told, fetched with consent only."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import huggingface_hub
import pytest
from huggingface_hub.errors import HfHubHTTPError

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.text import hub as text_hub
from hsiviewer.learning.text.hub import download_model, find_remote_model
from hsiviewer.workflows.session.class_texts import provide_model

SIZES = {
    "config.json": 600,
    "tokenizer.json": 40_000,
    "model.safetensors": 5_000_000,
    "1_Pooling/config.json": 200,
    "onnx/model.onnx": 9_000_000,
    "pytorch_model.bin": 5_000_000,
    "README.md": 3_000,
}


class Told(SilentProgress):
    def __init__(self):
        self.updates = []

    def report(self, update):
        self.updates.append(update)


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """Stand in for the network with files of known sizes."""
    fetched = []

    def model_info(_self, name, files_metadata):
        assert files_metadata
        if name.startswith("nobody/"):
            raise HfHubHTTPError("404 not found", response=SimpleNamespace(
                headers={}, status_code=404, request=None, text=""))  # fmt: skip
        siblings = [
            SimpleNamespace(rfilename=file, size=size)
            for file, size in SIZES.items()
            if not (name.startswith("old/") and file.endswith(".safetensors"))
        ]
        return SimpleNamespace(siblings=siblings, sha="abc")

    def hf_hub_download(name, file, *, tqdm_class):
        bar = tqdm_class(total=SIZES[file])
        bar.update(SIZES[file])
        fetched.append(file)
        return str(tmp_path / file)

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", model_info)
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", hf_hub_download)
    monkeypatch.setattr(text_hub, "downloaded_folder", lambda _name: tmp_path)
    return fetched


def test_size_is_that_of_the_files_that_are_needed(hub):
    model = find_remote_model("some/model")
    assert set(model.files) == {
        "config.json",
        "tokenizer.json",
        "model.safetensors",
        "1_Pooling/config.json",
    }
    assert model.size_bytes == 5_040_800
    assert "5 MB to download" in model.summary
    assert hub == []


def test_download_fetches_just_these_and_tells_how_far_it_is(hub):
    told = Told()
    model = find_remote_model("some/model")
    download_model(model, told)
    assert set(hub) == set(model.files)
    fractions = [each.fraction for each in told.updates]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


def test_download_can_be_cancelled(hub):
    class Stopped(SilentProgress):
        def checkpoint(self):
            raise CancelledError

    with pytest.raises(CancelledError):
        download_model(find_remote_model("some/model"), Stopped())
    assert hub == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nobody/model", "could not be looked up"),
        ("old/model", "no weights as safetensors"),
    ],
)
def test_what_cannot_serve_is_refused(hub, name, sentence):
    with pytest.raises(TextEncoderError, match=sentence):
        find_remote_model(name)
    assert hub == []


def test_command_line_fetches_only_what_its_user_allows(hub):
    told = []
    for kept in ("minilm", "scratch", "", "/some/folder"):
        provide_model(kept, may_download=True, tell=told.append)
    with pytest.raises(TextEncoderError, match="--allow-download"):
        provide_model("some/model", may_download=False, tell=told.append)
    assert (hub, told) == ([], [])
    provide_model("some/model", may_download=True, tell=told.append)
    assert len(hub) == 4
    assert "MB to download" in told[0]


FETCH = """
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.text.folder import downloaded_folder, model_folder
from hsiviewer.learning.text.hub import download_model, find_remote_model
assert downloaded_folder("some/model") is None
folder = download_model(find_remote_model("some/model"), SilentProgress())
assert model_folder("some/model") == folder == downloaded_folder("some/model")
(folder / "model.safetensors").unlink()
assert downloaded_folder("some/model") is None, "it can be completed"
"""
FILES = {
    "config.json": b"{}",
    "tokenizer.json": b"[]",
    "model.safetensors": b"\x02\0\0\0\0\0\0\0{}",  # an empty set of tensors
}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """As much of the hub as a download needs."""

    def do_HEAD(self):
        self.answer(is_whole=False)

    def do_GET(self):
        self.answer(is_whole=True)

    def answer(self, *, is_whole):
        path = self.path.partition("?")[0]
        body = FILES.get(path.rpartition("/")[2])
        if path == "/api/models/some/model":
            siblings = [{"rfilename": k, "size": len(v)} for k, v in FILES.items()]
            told = {"id": "some/model", "sha": COMMIT, "siblings": siblings}
            body = json.dumps(told).encode()
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.send_header("ETag", f'"{hash(body):x}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if is_whole and body:
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def run_against(endpoint, code, folder):
    names = {"HF_ENDPOINT": endpoint, "HF_HOME": str(folder), "HF_HUB_OFFLINE": "0"}
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | names, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip


def test_what_the_real_library_fetches_is_found_again_by_name(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        found = run_against(
            f"http://127.0.0.1:{server.server_port}", FETCH, tmp_path / "hub"
        )
    finally:
        server.shutdown()
        server.server_close()
    assert found.returncode == 0, found.stderr


def test_without_a_network_there_is_a_sentence(tmp_path):
    code = (
        "from hsiviewer.learning.text.hub import find_remote_model\n"
        "from hsiviewer.core.errors import TextEncoderError\n"
        "try:\n    find_remote_model('some/model')\n"
        "except TextEncoderError as error:\n    print(error)\n"
    )
    found = run_against("http://127.0.0.1:9", code, tmp_path / "hub")
    assert "could not be looked up" in found.stdout, found.stderr
