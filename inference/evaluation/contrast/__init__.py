"""Contrast studies against the reference object, whose truth is known: every step of the chain, a row a method.

`chain` runs whole studies, `hard_cases` those that must be refused or warned of; `tables` puts all measures together
and `figures` draws them.
"""
