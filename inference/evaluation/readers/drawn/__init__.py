"""Figures of a reader study: ROC, FROC and AFROC curves, differences by reader, reliability; each one PNG file."""
