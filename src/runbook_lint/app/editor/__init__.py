"""The editor server: it keeps what is being typed beside what is on disk, judges both, and speaks LSP."""
