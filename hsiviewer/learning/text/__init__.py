"""From class descriptions to vectors."""
