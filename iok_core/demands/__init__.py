"""Written demands of residents under clause 9: registered, carried out in time, confirmed."""
