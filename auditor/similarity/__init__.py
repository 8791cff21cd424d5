"""Likeness of texts: algorithms on strings and numbers that know no article."""
