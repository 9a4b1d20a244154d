"""The main window: what it asks of the program, its commands and keys, what it remembers."""
