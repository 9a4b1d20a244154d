"""Contrast studies: from the scanner's picture to a time-intensity curve that can be trusted.

`picture` is what comes in; `compression` undoes the scanner's logarithm, `motion` holds the tissue still, `clean` takes
the speckle's noise out, `regions` and `curve` average, `models` and `parameters` describe; `study` puts them together.
"""
