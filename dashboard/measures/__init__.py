"""The measures: their headers, the filters they obey, and how SQL rows become an answer."""
