"""The figures of a report as paint functions: pictures with calipers and marks, curves, the schema."""
