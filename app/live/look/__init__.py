"""Colours, icons, signs and words of the window."""
