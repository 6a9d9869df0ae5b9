"""What is checked before a release: what readers would otherwise find out. `manage.py check_guidance` shows it."""
