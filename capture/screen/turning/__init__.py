"""Whether a live screen turned into another one: what came over the scan, since when, and when the scan is back."""
