"""Improvement: what we do about it."""
