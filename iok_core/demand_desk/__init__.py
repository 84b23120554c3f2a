"""Written demands at the office: pages and commands over the register of `demands`."""
