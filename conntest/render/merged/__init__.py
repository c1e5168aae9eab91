"""Many machines' reports as one document: one file per format."""
