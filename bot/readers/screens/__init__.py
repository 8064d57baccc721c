"""Recognised text of a payment screenshot to its fields; pure, knows no picture."""
