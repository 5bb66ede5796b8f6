"""Rerankers: each adapter is imported only when it is used."""
