"""What was made of files, kept between runs: a room of its own, so that nothing else knows how."""
