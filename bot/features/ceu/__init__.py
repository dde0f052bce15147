"""Continuing education: credits, cycles and renewal of the credentials that members hold."""
