"""Background work: the queue of runs, the worker, and the supervisor of children."""
