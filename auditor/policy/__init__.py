"""Rules as data: read, checked, held against what detectors saw, and summed to a score and a gate."""
