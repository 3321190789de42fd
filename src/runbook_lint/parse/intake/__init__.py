"""What comes in from other tools: timelines, exports of incidents, exports of trackers."""
