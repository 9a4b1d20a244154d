"""The scale as the user states it: two points a known distance apart on the scanner's screen.

It is a step of the layout dialog, which alone sees the ruler beside the scan.
"""
