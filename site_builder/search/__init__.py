"""The search index of a built site. What a page tells it is `pages.search`'s business."""
