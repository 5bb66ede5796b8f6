"""What a reader is told when another answerer stood in, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from rag.types import Failure, StandIn

_ARABIC: Mapping[Failure, str] = {
    Failure.UNREACHABLE: "لا يمكن الوصول إليه",
    Failure.SLOW: "لم يجب في الوقت المتاح",
    Failure.KEY: "رفض المفتاح أو يطلب مفتاحًا",
    Failure.MODEL: "لا يعرف هذا النموذج",
    Failure.QUOTA: "بلغ حدّ استعماله",
    Failure.CUT: "انقطع قبل أن يتم جوابه",
    Failure.FAILED: "أخفق",
}
_ENGLISH: Mapping[Failure, str] = {
    Failure.UNREACHABLE: "could not be reached",
    Failure.SLOW: "did not answer in time",
    Failure.KEY: "refused the key, or asks for one",
    Failure.MODEL: "does not know this model",
    Failure.QUOTA: "has reached its limit of use",
    Failure.CUT: "broke off before its answer was whole",
    Failure.FAILED: "failed",
}
_FRENCH: Mapping[Failure, str] = {
    Failure.UNREACHABLE: "est injoignable",
    Failure.SLOW: "n'a pas répondu à temps",
    Failure.KEY: "refuse la clé, ou en demande une",
    Failure.MODEL: "ne connaît pas ce modèle",
    Failure.QUOTA: "a atteint sa limite d'utilisation",
    Failure.CUT: "s'est interrompu avant la fin de sa réponse",
    Failure.FAILED: "a échoué",
}
_SENTENCES: Mapping[str, tuple[str, Mapping[Failure, str]]] = {
    "ar": ("النموذج {wanted} {failure}. فهذه جمل من المقالات كما هي، لم يكتبها نموذج.", _ARABIC),
    "en": ("The model {wanted} {failure}. These are sentences of the articles instead, word for word.", _ENGLISH),
    "fr": ("Le modèle {wanted} {failure}. Voici à la place des phrases des articles, mot pour mot.", _FRENCH),
}
_NOTHING_FOUND: Mapping[str, str] = {
    "ar": "النموذج {wanted} {failure}، ولم تُوجد في المقالات جملة تجيب.",
    "en": "The model {wanted} {failure}, and no sentence of the articles answers.",
    "fr": "Le modèle {wanted} {failure}, et aucune phrase des articles ne répond.",
}


def stand_in_notice(stand_in: StandIn, language: str, *, abstained: bool) -> str:
    """That the answer is extractive, and why; in Arabic or French where ``language`` is, else in English."""
    language = language if language in _SENTENCES else "en"
    sentence, failures = _SENTENCES[language]
    if abstained:
        sentence = _NOTHING_FOUND[language]
    return sentence.format(wanted=stand_in.wanted, failure=failures[stand_in.failure])
