"""Values and rules of the business; pure."""
