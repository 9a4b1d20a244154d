"""The settings of all trackers, drawn by chance with one budget and one aim, on development clips alone."""
