"""A message to what it wants and which facts it holds; pure."""
