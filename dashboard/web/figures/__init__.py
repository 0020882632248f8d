"""A figure for each shape of an answer."""
