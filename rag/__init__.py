"""Sanad: answers over a corpus of articles, each sentence tied to exact words in its source.

Offline:  files → documents → passages → vectors and terms → index
Online:   question → hits → draft → claims with citations and verdicts → chat, REST, command line

>>> from rag.wiring import open_engine
>>> engine = open_engine(load_settings())          # doctest: +SKIP
>>> print(engine.ask("من ترأس الوفد المغربي؟").text)  # doctest: +SKIP
"""

__version__ = "0.1.0"
