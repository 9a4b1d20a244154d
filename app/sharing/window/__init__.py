"""The dialog of sharing and what its key does."""
