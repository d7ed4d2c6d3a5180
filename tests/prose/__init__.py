"""Promises of site_builder.prose."""
