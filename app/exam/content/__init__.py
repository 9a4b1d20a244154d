"""What an exam holds, as plain values: the one contract between its keeping, its report and its DICOM objects.

These models are the file format too: the database's rows and the plain `exam.json` of a folder hold exactly them.
"""
