"""Values to text: formats, pages, schemas."""
