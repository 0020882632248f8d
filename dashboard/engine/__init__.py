"""The database behind one small interface: the only rooms that import duckdb and sqlglot."""
