"""Events become notices, and notices become deliveries over channels."""
