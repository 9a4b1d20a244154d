"""What leaves the gate, measured: made-up screens that switch from the scan to pages with patients' names and back.

The pages are drawn in the looks of the twelve makers of `inference.evaluation.screens`; everything goes through the
product's own source, ring, recorder and report, and tesseract looks for the planted texts in what came out.
"""
