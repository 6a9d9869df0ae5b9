"""`manage.py build_materials`: makes every poster, handout and slide before anybody asks for one."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.guidance.materials.shelf import shelf, sweep


class Command(BaseCommand):
    help = "Make the materials with today's settings, and remove those of older releases. Run before the web starts."

    def handle(self, **_options: Any) -> None:
        made = shelf()
        total = sum(one.size for one in made.files.values()) // 1024
        self.stdout.write(f"materials: {len(made.files)} files, {total} kB; {sweep()} older folders removed")
