"""A mass through time: which detection belongs to which track, where its box is, how the picture moved under it.

Spans are in ms or s, never in frames; no clock, no thread. `tracker` is the door.
"""
