"""Metrics on patients never trained on, with their intervals and figures."""
