"""Small transformers with random weights, saved as their libraries save them."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    PreTrainedTokenizerFast,
)

from tests.conftest import TEXTS

_SHAPE = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}


def save_scorer(folder: Path, *, labels: int = 1) -> Path:
    """A cross-encoder of one layer that gives ``labels`` numbers for a pair; its weights are always the same."""
    size = _save_tokenizer(folder)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = BertForSequenceClassification(BertConfig(vocab_size=size, num_labels=labels, **_SHAPE))
        torch.nn.init.normal_(model.classifier.weight, std=5.0)  # so that the scores of two texts differ
    model.save_pretrained(folder)
    return folder


def save_encoder(folder: Path) -> Path:
    """A model that embeds and scores nothing."""
    BertModel(BertConfig(vocab_size=_save_tokenizer(folder), **_SHAPE)).save_pretrained(folder)
    return folder


def _save_tokenizer(folder: Path) -> int:
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer.train_from_iterator(TEXTS.values(), trainers.WordLevelTrainer(special_tokens=list(special.values())))
    begin, end = (tokenizer.token_to_id(special[name]) for name in ("cls_token", "sep_token"))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", end), ("[CLS]", begin))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **special).save_pretrained(folder)
    return tokenizer.get_vocab_size()
