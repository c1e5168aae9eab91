"""Options of Java programs as Java itself and install4j's launchers read them."""
