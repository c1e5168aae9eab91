"""Reports as JSON documents: written, read back, checked and described."""
