"""How pages say what they say: prose, its subjects, and words to avoid."""
