"""The JSON that the browser reads; the one place of the web rim where a plain dictionary is made."""

from __future__ import annotations

from typing import Any

from rag.answerers.notices import stand_in_notice
from rag.contract import filters_json
from rag.text.direction import text_direction
from rag.types import Answer, Filters, ScorePart, Verdict
from rag.web.answers import AnswerRecord
from rag.web.evidence import Card, Copy
from rag.web.markup import document_url
from rag.web.wording import Strings, also_in_others, format_date, language_name, reason_sentence


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
        "filters": filters_json(answer.filters if answer else Filters()),
        "narrowed_by": answer.narrowed_by if answer else "",
        "understood": answer.understood if answer else "",
        "stand_in": _stand_in_json(answer, strings) if answer else None,
        "cards": [_card_json(record, card, strings) for card in record.cards],
    }


def _stand_in_json(answer: Answer, strings: Strings) -> dict[str, Any] | None:
    if answer.stand_in is None:
        return None
    notice = stand_in_notice(answer.stand_in, strings.language, abstained=answer.abstained)
    return {"wanted": answer.stand_in.wanted, "failure": str(answer.stand_in.failure), "notice": notice}


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
        "parts": [_part_json(part, strings) for part in card.parts],
        "url": viewer_url(record.answer_id, card, strings),
        "also": also_in_others(len(card.copies), strings) if card.copies else "",
        "copies": [_copy_json(copy, strings) for copy in card.copies],
    }


def _copy_json(copy: Copy, strings: Strings) -> dict[str, Any]:
    title = copy.title or strings.untitled
    return {
        "title": title,
        "title_direction": text_direction(title),
        "date": format_date(copy.published, strings),
        "source": copy.source,
        "url": document_url(copy.doc_id, lang=strings.language),
    }


def _part_json(part: ScorePart, strings: Strings) -> dict[str, Any]:
    """One way in which the passage was found, worded for a reader."""
    said = strings.part_gives if part.given else strings.part_finds
    return {
        "leg": part.leg.value,
        "name": strings.legs[part.leg],
        "said": said.format(rank=part.rank, given=f"{part.given:.2f}"),
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
