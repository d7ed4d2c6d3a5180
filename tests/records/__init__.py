"""Tests of site_builder.records."""
