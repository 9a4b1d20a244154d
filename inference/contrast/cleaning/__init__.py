"""Takes the speckle's noise out of a contrast study, several methods side by side, and measures what each gains.

`methods` has them all and names the one the product uses; `compare` fills the table; spans are in seconds throughout.
"""
