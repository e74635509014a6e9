"""From documents to proposed facts."""
