"""How well the scan is found: on made-up screens of every maker, on real files, and when the layout changes."""
