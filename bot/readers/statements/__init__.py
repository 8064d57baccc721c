"""Statement files to transactions, one reader a family of formats."""
