"""Made-up scanner screens with known truth: real ultrasound pictures set into the drawn screens of twelve makers.

What finding the scan, its scale and the gate are measured on. Every screen is drawn from a recipe and a seed; the
seeds of development and of testing, and the stills on them, are apart.
"""
