"""Guided conversations: a draft and an event in, a draft and replies out; pure."""
