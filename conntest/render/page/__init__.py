"""What the HTML report shows, section by section: plain values that the template lays out. No markup is made here."""
