"""gatecost: what qualification gates cost, and what they protect, beside the funnel."""
