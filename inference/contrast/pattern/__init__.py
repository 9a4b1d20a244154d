"""What readers look for in a contrast study, measured: each sign with its value, limits and what is published on it.

`texts` holds every word, `literature` the published figures, `levels` how bright each place is, `brightness`, `areas`,
`vessels` and `order` measure, `reading` puts the signs together, `measured` holds them against the reference object.
"""

from inference.contrast.pattern.reading import pattern
from inference.contrast.pattern.sign import Sign

__all__ = ["Sign", "pattern"]
