"""What users search for: the messages they see, topics of IBKR's own articles, and the words of all explanations."""
