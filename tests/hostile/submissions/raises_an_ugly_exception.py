"""Raises an exception whose name and message are escape sequences, HTML, a formula and half a character.

Verdict: error
"""


def dense(inputs, kernel, bias):
    raise type("\x1b[31m<b>\u202e", (ValueError,), {})(
        "\ud800\x1b[2J<script>alert(1)</script>=cmd|'/C calc'!A0\x00"
    )
