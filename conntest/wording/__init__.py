"""Words for facts, in the language in use: counts, lists, outcomes, failures. Made at the edge, from typed values."""
