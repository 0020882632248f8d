"""Archived snapshots: what each holds, reading it, and comparing two of them."""
