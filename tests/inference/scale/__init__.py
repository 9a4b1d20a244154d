"""Measuring the reader of rulers."""
