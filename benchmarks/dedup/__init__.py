"""Duplicate clusters: what is found, and at what cost."""
