"""What puts a browser, a CMS or an editor in front of the same pipeline."""
