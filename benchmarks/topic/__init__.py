"""What does not belong: how the models are fitted, and what the rules find on real text."""
