"""Words by which a sentence says whose word it gives: they add nothing to what is said."""

from __future__ import annotations

from rag.text.normalise import fold
from rag.verification.words import key_of

# To report is to report: news tells the same with any of these, and their vectors say nothing of it.
_REPORTING = """
said says stated announced added told reported declared noted explained confirmed claimed stressed according
قال قالت ذكر ذكرت اعلن اعلنت صرح صرحت اكد اكدت اوضح اوضحت اضاف اضافت اشار اشارت افاد افادت بحسب وفق حسب
dit declare affirme annonce ajoute indique precise explique selon raconte
dijo declaro anuncio afirmo senalo segun
"""
_SOURCES = """
article articles report reports source sources text passage story newspaper paper
المقال المقالة التقرير المصدر المصادر النص الخبر الصحيفة
texte rapport journal depeche articulo texto fuente informe periodico
"""
REPORTING = frozenset(key_of(fold(word)) for word in _REPORTING.split())
ATTRIBUTION = REPORTING | frozenset(key_of(fold(word)) for word in _SOURCES.split())
