"""The local server: what changed (`watch`), what is answered (`answers`, `app`), both together (`run`)."""
