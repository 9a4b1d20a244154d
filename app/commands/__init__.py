"""One file a command of the `minamo` command line."""
