"""Tests of site_builder.language."""
