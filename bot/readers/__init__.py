"""Files to values; pure but for the file itself."""
