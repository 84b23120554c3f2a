"""A package, with which its browser ends: in its loop no asynchronous test could run."""
