"""Pages with a map, for printing and for reports."""
