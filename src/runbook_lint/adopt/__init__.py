"""What a repository that is there already holds, and the configuration that says so: pure."""
