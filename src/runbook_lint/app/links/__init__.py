"""Links to the outside: asked by lychee, through a guard of ours that decides which addresses may be reached."""
