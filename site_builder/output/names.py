"""The names that the output folder keeps for us. No output may have them."""

MANIFEST = ".timeline-manifest.json"
STAGING = ".timeline-staging"
PROBE = ".timeline-probe"

RESERVED = frozenset({MANIFEST, STAGING, PROBE})
