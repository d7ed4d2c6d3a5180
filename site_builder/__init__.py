"""A generator of static incident timelines: YAML records in, a cited and followable site out."""

__version__ = "0.1.0"
