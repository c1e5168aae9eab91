"""Servers that attack whoever asks them: they drip, flood, lie and stall, in every protocol that conntest speaks."""
