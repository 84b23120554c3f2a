"""The data's way in: staging by generation, guard, publication."""
