"""What strings are made of: words in any script, folding with a way back, safe patterns."""
