"""The regulations: versions of the text, and who accepted which, with proof."""
