"""Cine with ground truth: clips as a probe would make them, from real stills of patients never trained on, and what is
measured on them. The tissue is real, its motion is synthetic; every table and figure says so (`recipe.MOTION_NOTE`).
"""
