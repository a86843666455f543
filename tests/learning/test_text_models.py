"""Encoders of every kind, in folders: pooling, class names, long texts, refusals."""

import json

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file, save_file

from hsiviewer.core import paths
from hsiviewer.core.errors import TextEncoderError
from hsiviewer.learning.text.class_text import paragraph_vectors
from hsiviewer.learning.text.encoders import encode_cached, open_encoder
from hsiviewer.learning.text.folder import is_model_name, model_facts
from hsiviewer.learning.text.model import _inside
from tests.learning.text_models import (
    SENTENCES,
    load_model,
    make_text_model,
    reference_states,
)

RULES = {"bert": "mean", "roberta": "mean", "clip": "projection", "qwen": "last"}


@pytest.fixture(params=RULES)
def kind(request):
    return request.param


@pytest.fixture
def folder(kind, tmp_path):
    return make_text_model(tmp_path / "tiny", kind)


def test_every_kind_is_pooled_by_its_own_rule(kind, folder):
    encoder = open_encoder(str(folder))
    assert encoder.facts.pooling == RULES[kind]
    vectors = encoder.encode(SENTENCES)
    assert vectors.shape == (5, encoder.facts.width)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(5))
    for sentence, vector in zip(SENTENCES, vectors, strict=True):
        _, _, output = reference_states(folder, sentence, kind)
        if kind == "clip":
            expected = output.text_embeds[0]
        else:
            states = output.last_hidden_state[0]
            expected = states[-1] if kind == "qwen" else states.mean(dim=0)
        torch.testing.assert_close(
            vector, F.normalize(expected, dim=0), atol=1e-5, rtol=0
        )


def test_pooling_that_came_with_a_model_is_taken(tmp_path):
    folder = make_text_model(
        tmp_path / "first", "bert", pooling="pooling_mode_cls_token"
    )
    encoder = open_encoder(str(folder))
    assert encoder.facts.pooling == "first"
    _, _, output = reference_states(folder, SENTENCES[0], "bert")
    expected = F.normalize(output.last_hidden_state[0, 0], dim=0)
    torch.testing.assert_close(
        encoder.encode(SENTENCES[:1])[0], expected, atol=1e-5, rtol=0
    )


def test_cache_knows_pooling_weights_sentence_and_names(tmp_path):
    plain = open_encoder(str(make_text_model(tmp_path / "a", "bert")))
    first = open_encoder(
        str(make_text_model(tmp_path / "b", "bert", pooling="pooling_mode_cls_token"))
    )
    assert plain.digest != first.digest
    vectors = [
        encode_cached(plain, SENTENCES),
        encode_cached(first, SENTENCES),
        encode_cached(plain, SENTENCES, ["lawn"] * 5),
        encode_cached(plain, SENTENCES[::-1]),
    ]
    for number, one in enumerate(vectors):
        for other in vectors[number + 1 :]:
            assert not torch.allclose(one, other)


@pytest.mark.parametrize("name", ["lawn", "Lawn", "pitched roofs"])
def test_class_name_is_pooled_over_exactly_its_tokens(kind, folder, name):
    encoder = open_encoder(str(folder))
    for sentence in SENTENCES:
        tokenizer, tokens, output = reference_states(folder, sentence, kind)
        chosen = []
        low = sentence.lower()
        pieces = tokenizer(sentence, return_offsets_mapping=True)["offset_mapping"]
        start = low.find(name.lower())
        while start >= 0:
            stop = start + len(name)
            chosen += [
                number
                for number, (left, right) in enumerate(pieces)
                if right > left and left < stop and right > start
            ]
            start = low.find(name.lower(), stop)
        (vector,) = encoder.encode([sentence], [name])
        if chosen:
            expected = output.last_hidden_state[0, chosen].mean(dim=0)
            if kind == "clip":
                expected = expected @ load_model(folder, kind).text_projection.weight.T
            torch.testing.assert_close(
                vector, F.normalize(expected, dim=0), atol=1e-5, rtol=0
            )
        else:
            (whole,) = encoder.encode([sentence])
            torch.testing.assert_close(vector, whole, atol=1e-6, rtol=0)
        assert len(tokens["input_ids"][0]) == len(pieces)


def test_a_name_inside_another_word_is_not_the_name(tmp_path):
    encoder = open_encoder(str(make_text_model(tmp_path / "tiny", "bert")))
    sentence = "the lawns are dry"
    torch.testing.assert_close(
        encoder.encode([sentence], ["lawn"]), encoder.encode([sentence])
    )


@pytest.mark.parametrize(
    ("name", "sentence", "is_found"),
    [
        ("lawn (dry)", "a lawn (dry) is bright", True),
        ("草地", "湖边的草地很干", True),
        ("草地", "dark asphalt", False),
        ("Straße", "die Straße ist dunkel", True),
        ("Straße", "die Straßen sind dunkel", False),
    ],
)
def test_names_are_found_whatever_they_are_made_of(name, sentence, is_found):
    offsets = torch.tensor([[at, at + 1] for at in range(len(sentence))])
    inside = _inside(offsets, sentence, name)
    assert inside.any() == is_found
    marked = "".join(
        sign for sign, is_in in zip(sentence, inside, strict=True) if is_in
    )
    assert marked == (name if is_found else "")


def test_long_texts_are_split_and_not_cut(kind, folder):
    encoder = open_encoder(str(folder))
    start = " ".join([SENTENCES[3]] * 8)
    one, other = f"{start} red tiles", f"{start} white lines"
    vectors = encoder.encode([one, other, SENTENCES[0]])
    assert not torch.allclose(vectors[0], vectors[1], atol=1e-4)
    (alone,) = encoder.encode([SENTENCES[0]])
    torch.testing.assert_close(vectors[2], alone, atol=1e-5, rtol=0)
    (named,) = encoder.encode([one], ["tiles"])
    assert not torch.allclose(named, vectors[0], atol=1e-3)


def test_paragraphs_are_averaged_as_unit_vectors(tmp_path):
    encoder = open_encoder(str(make_text_model(tmp_path / "tiny", "bert")))
    joined = f"{SENTENCES[0]}\n\n{SENTENCES[1]}\n"
    found = paragraph_vectors(encoder.encode, [joined, SENTENCES[2]])
    parts = encoder.encode(SENTENCES[:3])
    torch.testing.assert_close(
        found[0], F.normalize(parts[0] + parts[1], dim=0), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(found[1], parts[2], atol=1e-5, rtol=0)


def test_size_and_memory_are_known_before_loading(kind, folder):
    facts = model_facts(folder)
    assert facts.weight_bytes == (folder / "model.safetensors").stat().st_size
    assert facts.memory_bytes > facts.weight_bytes
    assert facts.kind == {"clip": "clip", "qwen": "decoder"}.get(kind, "encoder")


def test_other_formats_than_safetensors_are_refused(tmp_path):
    folder = make_text_model(tmp_path / "tiny", "bert", safetensors=False)
    with pytest.raises(TextEncoderError, match="can run code and are not read"):
        open_encoder(str(folder))


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.safetensors"])
def test_damaged_folders_are_refused_with_a_sentence(tmp_path, file):
    folder = make_text_model(tmp_path / "tiny", "bert")
    (folder / file).write_bytes(b"broken")
    with pytest.raises(TextEncoderError, match=r"tiny.*again"):
        open_encoder(str(folder)).encode(SENTENCES)


@pytest.mark.parametrize(
    "change",
    [
        {"hidden_size": "abc"},
        {"architectures": [1]},
        {"text_config": "x"},
        {"vocab_size": 4},
    ],
)
def test_configurations_that_make_no_sense_are_refused(tmp_path, change):
    folder = make_text_model(tmp_path / "tiny", "bert")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | change))
    with pytest.raises(TextEncoderError, match=r"tiny cannot be loaded"):
        open_encoder(str(folder)).encode(SENTENCES)


def test_weights_of_other_names_are_not_replaced_by_random_ones(tmp_path):
    folder = make_text_model(tmp_path / "tiny", "bert")
    file = folder / "model.safetensors"
    # The library strips prefixes that it knows.
    moved = {f"wrapped.inner.{name}": each for name, each in load_file(file).items()}
    save_file(moved, file, metadata={"format": "pt"})
    with pytest.raises(TextEncoderError, match="its weights lack"):
        open_encoder(str(folder)).encode(SENTENCES)


def test_loading_draws_no_random_numbers_of_the_job(tmp_path):
    folder = make_text_model(tmp_path / "tiny", "bert")
    file = folder / "model.safetensors"
    kept = {
        name: each for name, each in load_file(file).items() if "pooler" not in name
    }
    save_file(kept, file, metadata={"format": "pt"})
    torch.manual_seed(4)
    expected = torch.rand(3)
    torch.manual_seed(4)
    open_encoder(str(folder)).encode(SENTENCES)
    assert torch.equal(torch.rand(3), expected)


def test_without_a_place_for_the_cache_texts_are_encoded_each_time(
    tmp_path, monkeypatch
):
    encoder = open_encoder(str(make_text_model(tmp_path / "tiny", "bert")))
    (tmp_path / "taken").write_text("a file, not a folder")
    monkeypatch.setattr(paths, "user_cache", lambda: tmp_path / "taken")
    torch.testing.assert_close(
        encode_cached(encoder, SENTENCES), encoder.encode(SENTENCES)
    )


def test_code_that_comes_with_a_model_never_runs(tmp_path):
    folder = make_text_model(tmp_path / "tiny", "bert")
    config = (folder / "config.json").read_text()
    own = config.replace('"bert"', '"mine"').replace(
        "{", '{"auto_map": {"AutoModel": "mine.Model", "AutoConfig": "mine.Config"},', 1
    )
    (folder / "config.json").write_text(own)
    (folder / "mine.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with pytest.raises(TextEncoderError):
        open_encoder(str(folder)).encode(SENTENCES)
    assert not (tmp_path / "ran").exists()


def test_a_name_that_is_not_on_this_machine_is_not_fetched():
    assert is_model_name("BAAI/bge-large-en-v1.5")
    with pytest.raises(TextEncoderError, match="not on this machine; allow its"):
        open_encoder("BAAI/bge-large-en-v1.5")
