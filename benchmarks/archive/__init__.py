"""What an archive costs: to fill, to keep, to ask; and whether damage is ever believed."""
