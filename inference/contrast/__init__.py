"""Contrast studies: from the scanner's picture to a time-intensity curve that can be trusted.

`cine` reads a recording into pictures; `tone` and `compression` undo the scanner's tint and logarithm, `motion` holds
the tissue still, `acquisition` says what kind of recording it is, `cleaning` takes the noise out, `regions` say
where, `fit` and `parameters` describe. `growing` is a study picture by picture, `outcome` its result and its files.
"""
