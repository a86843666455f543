"""Which layers are shown, and how."""
