"""Who may sign in: accesses issued at the desk, passwords, sessions, and what staff may do."""
