"""From a data folder to the shipped weights."""
