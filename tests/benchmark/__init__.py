"""How fast we are, and how fast others are with the same timeline.

`make benchmark` runs it; docs/performance.md shows what came out.
"""
