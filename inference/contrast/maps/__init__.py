"""Parametric images: what a bolus did in every cell of the picture, fitted, refused where unsupported, and drawn.

`cells` averages over time, `cell_fit` fits all cells at once, `parametric` reads the maps off, `drawing` paints them,
`measured` holds them against the reference object.
"""

from inference.contrast.maps.drawing import MAP_LOOKS, MapLook, draw_map, draw_maps
from inference.contrast.maps.parametric import Maps, parametric_maps

__all__ = ["MAP_LOOKS", "MapLook", "Maps", "draw_map", "draw_maps", "parametric_maps"]
