"""What an editor asks for at a place in a text, answered from a world: pure, and beside `lint`."""
