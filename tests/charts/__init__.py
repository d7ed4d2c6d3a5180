"""Tests of site_builder/charts and of the pictures made with it."""
