"""What the noise of a recording tells of the scanner: its dynamic range and its averaging."""
