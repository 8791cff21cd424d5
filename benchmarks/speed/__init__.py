"""Measured: start-up, one check, a long run."""
