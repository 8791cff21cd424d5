"""Quotations, names and figures: false alarms, planted breaks, cost."""
