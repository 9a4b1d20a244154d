"""How a clip is made: tissue beneath the probe, the probe's path, warps, speckle and the scanner's own acts.

Everything follows from a `Recipe`; a picture depends on its moment alone, so that a cine can be reviewed backwards.
"""
