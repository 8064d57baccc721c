"""Numbered SQL files, one step of the tables each; never edited once released."""
