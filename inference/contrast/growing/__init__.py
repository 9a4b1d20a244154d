"""A study while it grows: levels that are kept, curves of its regions, power over cells, and the study itself."""
