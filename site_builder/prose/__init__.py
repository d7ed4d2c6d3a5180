"""Markdown with citations -> safe HTML with slots for them."""
