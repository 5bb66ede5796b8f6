"""Whether a question asks for what is newest: «آخر أخبار», "latest", "dernières nouvelles".

«آخر» and "last" are mostly something else: "another" («بلد آخر»), the end of a line ("the last king"), a period
("last month", which ``periods`` reads). They ask for the newest only before news, or before what happens again and
again: a statement, a toll, a visit, a time.
"""

from __future__ import annotations

import re

from rag.text.normalise import normalise
from rag.text.time.words import without_accents
from rag.types import Span

_AR_NEWS = (
    r"(?:ال)?(?:خبر|اخبار|انباء|نبا|مستجد|مستجدات|تطور|تطورات|تحديث|تحديثات|مقال|مقالات|تقرير|تقارير|تصريح|تصريحات"
    r"|بيان|بيانات)"
)
_AR_AGAIN = (
    r"(?:ال)?(?:مره|زياره|اجتماع|لقاء|جوله|خطاب|كلمه|حصيله|احصاء|احصاءات|احصاييه|احصاييات|ارقام|استطلاع|موقف|قرار"
    r"|قرارات|اتفاق|محادثات|مفاوضات|هجوم|ظهور|انتخابات|سعر|اسعار|نتايج|ما\s+(?:قيل|نشر|كتب|قاله|قالته|صدر|جد|استجد))"
)
# «أخر» is "delayed" and «أحدث» "caused" after these.
_AR_NO_VERB = r"(?<!الذي )(?<!التي )(?<!مما )(?<!قد )(?<!لقد )(?<!من )(?<!كيف )(?<!ماذا )"
_EN_AGAIN = (
    r"(?:time|visit|meeting|talks?|round|statements?|speech|interview|reports?|poll|polls|figures|numbers|toll|attack"
    r"|elections?|agreement|appearance)"
)
_FR_NEWS = (
    r"(?:nouvelles?|actualites?|infos?|informations?|depeches?|annonces?|declarations?|evolutions?|articles?"
    r"|developpements?|evenements?|fois|visite|reunion|rencontre|rapport|bilan|chiffres|sondage|communique|discours"
    r"|elections?|accord)"
)
_ES_NEWS = (
    r"(?:noticias?|novedad(?:es)?|articulos?|acontecimientos?|declaracion(?:es)?|informes?|vez|visita|reunion|balance"
    r"|cifras|encuestas?|comunicado|discurso|elecciones|acuerdo)"
)
_LATEST = re.compile(
    r"(?<!\w)(?:"
    rf"{_AR_NO_VERB}[وفبل]?اخر(?=\s+(?:{_AR_NEWS}|{_AR_AGAIN})(?!\w))"
    rf"|{_AR_NO_VERB}(?<!ما )[وفبل]?(?:ال)?احدث|[وفبل]?احدث(?=\s+{_AR_NEWS}(?!\w))"
    r"|[وب]?(?:ال)?مستجدات|موخرا|حديثا|(?<=اخبار )(?:ال)?عاجله|(?<=ما )الجديد|(?<=ما هو )الجديد"
    r"|(?<!at the )latest|most\s+recent(?:ly)?|newest|recently|(?<=breaking )news|(?<=what's )new|(?<=what is )new"
    r"|recent(?=\s+(?:news|articles|reports|developments)(?!\w))"
    rf"|last(?=\s+{_EN_AGAIN}(?!\w))(?!\s+time\s+before)"
    rf"|dernier(?:e|s|es)?(?=\s+{_FR_NEWS}(?!\w))|(?:les?\s+|la\s+)?plus\s+recent(?:e|s|es)?"
    r"|recemment|ces\s+derniers\s+temps|(?<=quoi )de\s+neuf"
    rf"|ultim[oa]s?(?=\s+{_ES_NEWS}(?!\w))|mas\s+recientes?|recientemente"
    r"|neueste[nrsm]?|(?:letzte|jungste)[nrsm]?(?=\s+(?:nachrichten|meldungen|entwicklungen|ereignisse)(?!\w))"
    r"|neuerdings|kurzlich|zuletzt"
    r")(?!\w)"
)


def latest_words(question: str) -> Span | None:
    """The words of a question that ask for what is newest, "latest" or «آخر»; None if it does not."""
    folded = normalise(question)
    match = _LATEST.search(without_accents(folded.text))
    return None if match is None else folded.original(Span(*match.span()))
