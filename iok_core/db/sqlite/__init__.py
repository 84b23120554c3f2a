"""The embedded database: one writer with a fair queue, pooled readers, one on the loop."""
