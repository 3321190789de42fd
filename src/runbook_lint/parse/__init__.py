"""Text to model: pure functions, positions kept."""
