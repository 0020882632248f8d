"""Every measure worked out a second time, in Polars, from the facts alone and without its SQL."""

from __future__ import annotations
