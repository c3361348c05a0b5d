"""Makes empty files until no more can be made.

Verdict: error or timeout
"""

def dense(inputs, kernel, bias):
    number = 0
    while True:
        open(f"/tmp/{number}", "w").close()
        number += 1
