"""Whether a finding that was decided on is known again."""
