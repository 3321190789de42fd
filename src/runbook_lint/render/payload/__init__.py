"""An alert's message, written for people, chat, Alertmanager and machines."""
