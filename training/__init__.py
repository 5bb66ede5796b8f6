"""Builds the multilingual model that ships with Sanad: ``python -m training``; see README.md."""
