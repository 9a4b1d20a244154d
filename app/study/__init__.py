"""Reader studies: made from cases with truth, read in a window of their own, exported for the analysis.

`design` and `schema` fix what is read by whom and when; `reading` is what a reader does; the truth stays apart.
"""
