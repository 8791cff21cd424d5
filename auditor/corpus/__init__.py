"""Duplicate clusters over whole corpora."""
