"""Status feeds of providers: bytes of a stranger to a few plain values."""
