"""What is shipped with the code: defaults, weights, demo, translations."""
