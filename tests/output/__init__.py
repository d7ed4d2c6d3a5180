"""Promises of site_builder.output."""
