"""Tests of site_builder.pages."""
