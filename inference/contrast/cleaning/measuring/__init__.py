"""Measures what each cleaning method gains and costs, on simulated studies with their truth and on real ones.

`measure` makes the table and names the winner, `compare` does one study, `figure` draws raw beside cleaned.
"""
