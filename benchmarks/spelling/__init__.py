"""Measurements of the spelling rules and the script that fits the weights of ``typo``."""
