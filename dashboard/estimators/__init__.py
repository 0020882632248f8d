"""Pure statistics on arrays: no SQL, no files, no clock, and nothing else of ours."""
