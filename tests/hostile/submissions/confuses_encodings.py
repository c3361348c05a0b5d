"""Prints half characters, escape sequences, marks for right-to-left and HTML, in UTF-16.

Verdict: fail
"""

import locale
import numpy
import sys


def dense(inputs, kernel, bias):
    for name in ("tr_TR.UTF-8", "de_DE.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            pass
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-16", errors="surrogatepass")
    print("\ud800 \x1b]0;title\x07 \x1b[2J \u202e \x00 <script>alert(1)</script> \r\n\v\f\u2028")
    return numpy.zeros((len(inputs), len(bias)))
