"""Takes the speckle's noise out of a contrast study, several methods side by side.

`methods` has them all and names the one the product uses; spans are in seconds throughout. `measuring` holds them
against each other.
"""
