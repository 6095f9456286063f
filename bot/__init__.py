"""A Slack app that carries a team through a social-media reputation crisis."""
