"""Child processes for slow work: no storage, settings or token."""
