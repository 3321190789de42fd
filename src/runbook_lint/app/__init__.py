"""The only impure room: commands, files, git, the clock."""
