"""S3FN: spectral-spatial features compared with what language says of the classes."""
