"""One file for each command of `postmortem`."""
