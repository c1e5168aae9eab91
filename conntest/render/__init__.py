"""The room that renders: a finished report in, text out. It judges nothing."""
