"""The texts of the classes beside each other."""
