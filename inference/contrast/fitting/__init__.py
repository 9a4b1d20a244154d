"""What a fit of a time-intensity curve is made of: the points, the noise, the solution, its doubts and its landmarks.

`inference.contrast.fit` and `inference.contrast.parameters` are the doors; `fit_errors` measures how far off it all is.
"""
