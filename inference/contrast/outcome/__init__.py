"""What a study comes to: `conclude` makes the result, `analyse` does so for a recording, `write` puts it into files."""
