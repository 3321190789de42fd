"""Select, run, waive and mend: rules are handed in, findings come out."""
