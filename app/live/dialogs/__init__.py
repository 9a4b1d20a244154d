"""What opens beside the scan, never over it while live: sources, layout, keys, files, export, start page."""
