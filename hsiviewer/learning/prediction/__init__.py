"""What trained models say about pixels."""
