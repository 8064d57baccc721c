"""Use cases; one public method is one written step."""
