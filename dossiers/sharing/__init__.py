"""Who is let in: grants, boundaries, emergency access, and what each change would widen."""
