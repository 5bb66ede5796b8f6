"""A small transformer that learns from the same text as the bundled model: ``python -m training.transformer``."""
