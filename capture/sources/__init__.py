"""Where pictures come from: grabbers, streams, recordings, DICOM cine, the simulated scan."""
