"""Figures on paper: each shape of an answer as SVG for a report and as PNG for a mail."""
