"""Whether a question asks for what is newest: «آخر أخبار», "latest", "dernières nouvelles"."""

from __future__ import annotations

import re

from rag.text.normalise import fold
from rag.text.time.words import without_accents

_NEWS = (
    r"(?:(?:ال)?(?:اخبار|انباء|مستجدات|تطورات|تحديثات|مقالات|تقارير|تصريحات|بيانات)"
    r"|خبر|مستجد|تطور|مقال|تقرير|تصريح|بيان)"
)
_LATEST = re.compile(
    r"(?<!\w)(?:"
    rf"[وفبل]?اخر\s+(?:{_NEWS}|ما\s+(?:قيل|نشر|كتب|قاله|قالته|صدر|جد|استجد))"
    # «أحدث» is "the newest", and "caused" after «ما», «الذي» and their like, unless news follows
    rf"|[وفبل]?احدث\s+{_NEWS}"
    r"|(?<!ما )(?<!ماذا )(?<!الذي )(?<!من )(?<!مما )(?<!قد )(?<!لقد )(?<!كيف )[وفبل]?(?:ال)?احدث"
    r"|[وب]?(?:ال)?مستجدات|موخرا|حديثا|(?:ال)?اخبار\s+(?:ال)?عاجله|ما\s+(?:هو\s+)?(?:ال)?جديد"
    r"|(?<!at the )latest|most\s+recent(?:ly)?|newest|recently|breaking\s+news|what(?:'s|\s+is)\s+new"
    r"|recent\s+(?:news|articles|reports|developments)"
    r"|dernieres?\s+(?:nouvelles?|actualites?|infos?|informations?|depeches?|annonces?|declarations?|evolutions?)"
    r"|derniers?\s+(?:articles?|developpements?|evenements?)|plus\s+recent(?:e|s|es)?"
    r"|recemment|ces\s+derniers\s+temps|quoi\s+de\s+neuf"
    r"|ultim[oa]s?\s+(?:noticias?|novedades|articulos?|acontecimientos)|mas\s+recientes?|recientemente"
    r"|neueste[nrsm]?|jungste[nrsm]?\s+(?:nachrichten|meldungen|entwicklungen|ereignisse)|neuerdings|kurzlich"
    r")(?!\w)"
)


def wants_latest(question: str) -> bool:
    """Whether of equally good articles the newer are wanted."""
    return _LATEST.search(without_accents(fold(question))) is not None
