"""Descriptions written by a causal language model that lies in a folder."""

from pathlib import Path
from typing import Any

import torch

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.text.folder import (
    model_facts,
    model_folder,
    told_of_model,
)
from hsiviewer.learning.text.model import whole_model

_MOST_TOKENS = 4096


def write_text(
    folder: str, instruction: str, progress: Progress, *, tokens: int = _MOST_TOKENS
) -> str:
    """Return what a local language model answers to an instruction.

    The likeliest token each time, so that the same model gives the same answer.

    Parameters
    ----------
    folder : str
        As `hsiviewer.learning.text.folder.model_folder`; weights as safetensors, no
        code of the model's own is run.
    tokens : int
        Length of the answer at most.

    Raises
    ------
    TextEncoderError
        If the model cannot be loaded, or is not one that writes.
    CancelledError
        If it was cancelled; asked before every token.
    """
    found = model_folder(folder)
    if model_facts(found).kind != "decoder":
        raise TextEncoderError(
            f"{found} reads texts and cannot write them; name a causal language model"
        )
    progress.report(ProgressUpdate(fraction=0.0, stage="writing"))
    with told_of_model(found, "a language model"):
        tokenizer, model = _load(found)
        prompt = _prompt(tokenizer, instruction)
    most = getattr(model.config, "max_position_embeddings", None) or tokens
    room = min(tokens, most - prompt["input_ids"].shape[1])
    if room < 1:
        raise TextEncoderError(
            f"the instruction is longer than {found.name} can read; describe fewer "
            "classes at once, or choose another model"
        )
    with told_of_model(found, "a language model"), torch.inference_mode():
        written = model.generate(
            **prompt,
            max_new_tokens=room,
            do_sample=False,
            pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
            stopping_criteria=[_Watched(progress, room, prompt["input_ids"].shape[1])],
        )
    answer: str = tokenizer.decode(
        written[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True
    )
    return answer


class _Watched:
    """Tells how far the writing is, and stops it when that is wanted."""

    def __init__(self, progress: Progress, tokens: int, start: int) -> None:
        self._progress, self._tokens, self._start = progress, tokens, start

    def __call__(self, ids: torch.Tensor, _scores: Any, **_: Any) -> torch.Tensor:
        self._progress.checkpoint()
        share = (ids.shape[1] - self._start) / self._tokens
        self._progress.report(ProgressUpdate(fraction=share, stage="writing"))
        return torch.zeros(len(ids), dtype=torch.bool, device=ids.device)


def _load(folder: Path) -> tuple[Any, Any]:
    import transformers
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    options: Any = {"local_files_only": True, "trust_remote_code": False}
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **options)
    model = whole_model(transformers.AutoModelForCausalLM, folder, options)
    return tokenizer, model.eval()


def _prompt(tokenizer: Any, instruction: str) -> Any:
    if tokenizer.chat_template:
        return tokenizer.apply_chat_template(
            [{"role": "user", "content": instruction}],
            add_generation_prompt=True,
            return_dict=True,
            return_tensors="pt",
        )
    return tokenizer(f"{instruction}\n\n", return_tensors="pt")
