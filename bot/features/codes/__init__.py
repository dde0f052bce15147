"""Code sets for members: looking ICD-10-CM up. The tables are a read-only database of their own, made by `build`."""
