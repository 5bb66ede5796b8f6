"""The web rim: the chat page, the viewer of an article, and the JSON behind the evidence panel."""
