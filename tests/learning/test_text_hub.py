"""Models that lie elsewhere: looked up, told, fetched with consent only."""

from types import SimpleNamespace

import huggingface_hub
import pytest
from huggingface_hub.errors import HfHubHTTPError

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning import text_hub
from hsiviewer.learning.text_hub import download_model, find_remote_model
from hsiviewer.workflows.class_texts import provide_model

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

    def hf_hub_download(name, file, *, revision, tqdm_class):
        assert revision == "abc"
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
