"""De-identification: exams, their files and DICOM objects without who the patient, the staff and the hospital are.

DICOM PS3.15 annex E, Basic Profile with the options Clean Pixel Data, Clean Structured Content and Retain Longitudinal
Temporal Information with Modified Dates. Only what is known to be free of identity goes out; the rest stays behind.
"""
