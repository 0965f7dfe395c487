"""The one door: sign-in form, session gate, what must be done before anything opens."""
