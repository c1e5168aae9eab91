"""What is said over connections, as bytes: known here without a socket."""
