"""Question to ranked entries: n-gram views, fuzzy features, learned weights, a confidence."""
