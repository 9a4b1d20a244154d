"""An exam as one file: a ZIP of plain files for others, or sealed with a pass phrase in the age format.

What leaves is de-identified by whoever calls (`app.exam.privacy`); here files are packed, encrypted and checked.
"""
