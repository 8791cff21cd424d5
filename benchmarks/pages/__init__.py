"""Saved pages under the whole core pack."""
