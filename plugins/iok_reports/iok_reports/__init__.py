"""The statement of account, for the IOK resident portal."""
