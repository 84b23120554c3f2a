"""The process in which a plugin's long work runs: imports the contract and the one plugin only.

It keeps accidents of a plugin away from the portal. It is no sandbox: the process runs as the
same user of the operating system.
"""
