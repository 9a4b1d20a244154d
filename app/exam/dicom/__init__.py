"""An exam as DICOM objects: ultrasound pictures and clips, a structured report of its lesions, the report's PDF.

Nothing here touches the network; what is made is pydicom data sets and files.
"""
