"""Measured: the whole core pack on untouched newswire."""
