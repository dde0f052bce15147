"""The certification guide: credentials, their figures with source and age, and the way to one that fits."""
