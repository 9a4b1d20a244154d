"""What `minamo evaluate` can measure, one file a kind."""
