"""What worker processes do: records, folders, submission, results."""
