"""Documents on A4 paper: fonts, pages made of sections, and a text layer that holds every character written.

Knows nothing of exams or studies; whoever prints a report hands in HTML and paint functions.
"""
