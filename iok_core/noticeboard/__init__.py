"""What the cooperative tells its residents: announcements aimed at people, and documents."""
