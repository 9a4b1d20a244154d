"""Ultrasound DICOM: cine and stills in their right colours, with their scale."""
