"""The office's work on the regulations: drafts, what keeps each clause, who has accepted."""
