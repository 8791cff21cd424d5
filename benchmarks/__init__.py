"""Measurements: run by hand, dated results kept beside each script, never timed tests."""
