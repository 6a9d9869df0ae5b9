"""The process that reads what strangers sent: `python -m registry.scanning.child KIND PAGES PIXELS`, file on stdin.

It takes away from itself whatever it does not need before it loads a reader. If it dies, only this file is lost.
"""

import sys

from registry.scanning.confinement import confine

if __name__ == "__main__":
    confine()
    from registry.scanning.reader import read

    read(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
