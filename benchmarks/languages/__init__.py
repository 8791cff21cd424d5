"""What the rules say of texts in other languages than English."""
