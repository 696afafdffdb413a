"""A case and a profile of a region to the effect on the balance: first the facts, then the model."""
