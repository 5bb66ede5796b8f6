"""Answerers: each writes a draft with markers; what it is worth is decided elsewhere."""
