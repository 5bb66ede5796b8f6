"""The JSON that the browser reads; the one place of the web rim where a plain dictionary is made."""

from __future__ import annotations

from typing import Any

from rag.text.direction import text_direction
from rag.types import Verdict
from rag.web.answers import AnswerRecord
from rag.web.evidence import Card
from rag.web.markup import document_url
from rag.web.wording import Strings, format_date, language_name, reason_sentence


def answer_json(record: AnswerRecord, strings: Strings) -> dict[str, Any]:
    """An answer and the cards of its evidence, worded in the interface's language."""
    answer = record.answer
    return {
        "id": record.answer_id,
        "question": record.question,
        "text": answer.text if answer else "",
        "language": answer.language if answer else "und",
        "abstained": bool(answer and answer.abstained),
        "complete": record.complete,
        "cards": [_card_json(record, card, strings) for card in record.cards],
    }


def _card_json(record: AnswerRecord, card: Card, strings: Strings) -> dict[str, Any]:
    verbatim = card.verdict is Verdict.VERBATIM
    return {
        "claim": card.claim,
        "number": card.number,
        "claim_text": "" if verbatim else card.claim_text,
        "claim_direction": text_direction(card.claim_text),
        "verdict": str(card.verdict) if record.complete else "",
        "verdict_word": strings.verdicts[card.verdict],
        "verdict_meaning": strings.verdict_meanings[card.verdict],
        "reasons": [reason_sentence(reason, strings) for reason in card.reasons],
        "title": card.title or strings.untitled,
        "title_direction": text_direction(card.title or strings.untitled),
        "published": card.published.isoformat() if card.published else "",
        "date": format_date(card.published, strings),
        "source": card.source,
        "source_url": web_address(card.source),
        "language": card.language,
        "language_name": language_name(card.language, strings),
        "direction": text_direction(card.before + card.match + card.after),
        "before": card.before,
        "match": card.match,
        "after": card.after,
        "pairs": [{"asked": pair.asked, "found": pair.found} for pair in card.pairs],
        "url": viewer_url(record.answer_id, card, strings),
    }


def viewer_url(answer_id: str, card: Card, strings: Strings) -> str:
    """The quote in its article; the span goes along so that the link outlives this answer."""
    address = document_url(
        card.doc_id,
        answer=answer_id,
        n=card.number,
        claim=card.claim,
        start=card.quote.start,
        end=card.quote.end,
        lang=strings.language,
    )
    return address + "#quote"


def web_address(source: str) -> str:
    """The source where it is a web address a reader may follow, else nothing."""
    return source if source.startswith(("https://", "http://")) else ""
