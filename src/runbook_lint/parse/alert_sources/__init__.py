"""What alerts are written in: one small adapter a module, told apart by content."""
