"""Where the program without Python begins: conntest, or the process of its own in which it runs a setup script."""

import sys

#: As `conntest.pac.evaluate` starts it. It comes before everything, as the child needs nothing of the command line.
if sys.argv[1:2] == ["--run-setup-script"]:
    from conntest.pac.child import main
else:
    from conntest.cli import main

main()
