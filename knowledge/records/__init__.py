"""The records of the fact tables, one module a table."""
