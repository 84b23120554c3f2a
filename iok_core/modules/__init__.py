"""Extensions that staff have set up: an extension, a title and options."""
