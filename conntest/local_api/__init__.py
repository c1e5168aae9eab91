"""What `conntest api` concludes of TWS's own API, and the words for it."""
