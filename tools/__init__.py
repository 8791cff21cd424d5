"""Scripts that make what ships: language data, documentation."""
