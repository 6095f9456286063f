"""The page's side of the workspace: what a person sees and does in the browser."""
