"""Many bands as few components, and back."""
