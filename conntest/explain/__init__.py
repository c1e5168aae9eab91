"""`conntest explain`: findings, failures, messages of TWS and its kin, and topics, in words for a terminal."""
