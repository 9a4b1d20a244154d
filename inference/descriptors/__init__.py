"""What can be measured of a lesion from its outline and the grey picture: shape, margin, echo, posterior features.

Measured values, never the clinician's entry."""
