"""Reports: a snapshot made whole or not at all, its pages and mails, and where they go."""
