"""Scanner profiles: a source, its mode and its scan area under the name of a scanner; each a file of its own."""
