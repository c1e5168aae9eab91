"""The furniture of documents for programs, which is English in every language."""

#: The first part of every JUnit class name, by which a pipeline groups its cases.
JUNIT_CLASS = "conntest"
ONLY_COMPARED = "{} (asked for comparison only)"
ANOTHER_WORKS = "{} (another way works)"
OBSERVED = "observation {}, path {}"
