"""Tiny text models of every kind, built, saved to a folder and loaded from there."""

import json

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers

SENTENCES = (
    "red clay tiles on pitched roofs",
    "short mown lawn, bright green",
    "a lawn beside a lake; the lawn is dry",
    "still water of a lake, dark in the near infrared",
    "dark asphalt with cracks and white lines",
)
# An end token with the number 2 makes CLIP read its texts as early versions did.
SPECIAL = ["<pad>", "<start>", "<unknown>", "<end>"]
WIDTH = 16


def make_tokenizer(kind):
    """Return a fast tokenizer: whole words, or bytes as RoBERTa does it."""
    if kind == "roberta":
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        trainer = trainers.BpeTrainer(
            vocab_size=400,
            special_tokens=SPECIAL,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
    else:
        tokenizer = Tokenizer(models.WordPiece(unk_token="<unknown>"))
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer = trainers.WordPieceTrainer(
            vocab_size=400, special_tokens=SPECIAL, show_progress=False
        )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<start> $A <end>",
        special_tokens=[("<start>", 1), ("<end>", 3)],
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        bos_token="<start>",
        eos_token="<end>",
        unk_token="<unknown>",
        model_max_length=64,
    )


def make_model(kind, vocabulary):
    """Return a model of two layers with random weights."""
    shape = {
        "vocab_size": vocabulary,
        "hidden_size": WIDTH,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 64,
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 3,
    }
    torch.manual_seed(0)
    if kind == "bert":
        return transformers.BertModel(transformers.BertConfig(**shape))
    if kind == "roberta":
        return transformers.RobertaModel(transformers.RobertaConfig(**shape))
    if kind == "clip":
        config = transformers.CLIPTextConfig(**shape, projection_dim=8)
        return transformers.CLIPTextModelWithProjection(config)
    config = transformers.Qwen2Config(**shape, num_key_value_heads=2)
    return transformers.Qwen2ForCausalLM(config)


def make_text_model(folder, kind, *, pooling=None, safetensors=True):
    """Save a model of a kind; return its folder.

    `pooling` is written as sentence-transformers does it.
    """
    tokenizer = make_tokenizer(kind)
    tokenizer.save_pretrained(folder)
    model = make_model(kind, len(tokenizer))
    model.save_pretrained(folder)
    if not safetensors:
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
    if pooling:
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling" / "config.json").write_text(json.dumps({pooling: True}))
    return folder


def load_model(folder, kind):
    """Return the model of a folder, straight from transformers."""
    loaded = {"clip": transformers.CLIPTextModelWithProjection}
    return loaded.get(kind, transformers.AutoModel).from_pretrained(folder).eval()


def reference_states(folder, sentence, kind):
    """Return tokenizer, tokens and output of one sentence alone."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    tokens = tokenizer(sentence, return_tensors="pt")
    with torch.no_grad():
        return tokenizer, tokens, load_model(folder, kind)(**tokens)


def reference_writing(folder, text, count):
    """Return the likeliest continuation, one full pass for each token."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder).eval()
    ids = tokenizer(text, return_tensors="pt")["input_ids"]
    start = ids.shape[1]
    for _ in range(count):
        with torch.no_grad():
            best = model(ids).logits[0, -1].argmax()
        ids = torch.cat([ids, best.reshape(1, 1)], dim=1)
        if best.item() == tokenizer.eos_token_id:
            break
    return tokenizer.decode(ids[0, start:], skip_special_tokens=True)
