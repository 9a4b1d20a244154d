"""The two commands of the README: set everything up and open the window, or set everything up and run all checks.

Only the standard library is used (but for `constraints.py`, a tool of the developers): nothing is installed yet when
this code runs.
"""
