"""The community's memory hooks: collected, found, moderated, and measured by whether they help."""
