"""What is known of each host, name, proxy path and public address, from observations. Nothing is concluded here."""
