"""Where the program without Python begins: conntest, or the process of its own in which it runs a setup script."""

import os
import sys

#: PyInstaller sets it for its own libraries. The system's programs that conntest asks have theirs.
libraries = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if libraries is not None:
    os.environ["LD_LIBRARY_PATH"] = libraries

#: As `conntest.pac.process` starts it. It comes before everything, as the child needs nothing of the command line.
if sys.argv[1:2] == ["--run-setup-script"]:
    from conntest.pac.child import main
else:
    from conntest.cli import main

main()
