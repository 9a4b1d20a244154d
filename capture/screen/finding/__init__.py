"""How the scan is found on a screen: evidence of echoes, the pieces it falls into, their outlines, and what they show.

Everything here works on a few screens of one source at a reduced size; `capture.screen.find_layout` puts it together.
"""
