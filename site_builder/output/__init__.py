"""Outputs: what is made, the templates and assets it is made with, and how it is written."""
