"""The parts of a postmortem page: front matter, timeline, actions and causes, each read on its own."""
