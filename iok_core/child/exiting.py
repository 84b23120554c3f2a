import signal


def cause(status: int) -> str:
    """By what a process ended, as its operator reads it; below zero: the number of a signal."""
    return signal.Signals(-status).name if status < 0 else f"exit {status}"
