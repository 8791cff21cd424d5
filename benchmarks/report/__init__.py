"""Measured: what an HTML report costs to write, to open and to work with."""
