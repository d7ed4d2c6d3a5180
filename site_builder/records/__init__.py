"""From YAML files to checked, frozen values; knows nothing of pages or HTML."""
