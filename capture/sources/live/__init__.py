"""What grabbers and streams have in common: decoding in a thread of its own, one time axis, catching up, and how the
link stands.
"""
