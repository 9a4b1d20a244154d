"""Is this a breast at all? A small head on what the finder has computed anyway, and a state that does not flicker."""
