"""What has happened, written in the transaction of its cause; notices and hand-overs feed on it."""
