"""The transformer as a folder that ``SentenceTransformer(folder)`` opens as it stands."""

from __future__ import annotations

from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel, PreTrainedTokenizerFast

from training.transformer.text import END, MASK, PAD, START
from training.vocabulary import UNKNOWN


def save_folder(folder: Path, model: BertModel, tokenizer: Tokenizer, max_tokens: int) -> None:
    """Write encoder (safetensors), tokenizer, mean pooling and normalisation."""
    folder.mkdir(parents=True, exist_ok=True)
    _with_pooler(model).save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=max_tokens,
        unk_token=UNKNOWN, pad_token=PAD, cls_token=START, sep_token=END, mask_token=MASK,
    ).save_pretrained(folder)  # fmt: skip
    encoder = Transformer(str(folder), max_seq_length=max_tokens)
    pooling = Pooling(model.config.hidden_size, pooling_mode="mean")
    SentenceTransformer(modules=[encoder, pooling, Normalize()], device="cpu").save_pretrained(
        str(folder), create_model_card=False
    )


def _with_pooler(model: BertModel) -> BertModel:
    """The encoder with BERT's own pooler, of zeros and without use.

    Whatever opens the folder makes one; were it not in the folder, it would be another at random each time.
    """
    whole = BertModel(model.config)
    whole.load_state_dict(model.state_dict(), strict=False)
    for parameter in whole.pooler.parameters():
        nn.init.zeros_(parameter)
    return whole
