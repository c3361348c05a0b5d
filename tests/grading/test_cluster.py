"""cluster: refusals without a cluster to grade on."""

import gc
import json
import socket
import subprocess
import sys
import threading

import pytest
from support import ROOT

from autograder.errors import Refusal
from autograder.grading import cluster
from autograder.grading.cluster import Cluster
from autograder.grading.members import Member, about


@pytest.fixture(autouse=True)
def no_client_left():
    """Finalize the client that an earlier test could not connect.

    While another one is starting, its finalizer would wait for a lock that this thread holds.
    """
    gc.collect()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER", 0.5)


def closed_port():
    """Return the address of a port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def test_a_scheduler_that_does_not_answer_is_named(impatient):
    address = closed_port()
    with pytest.raises(Refusal, match=f"No Dask scheduler answers at {address}"):
        Cluster(address, [])


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_a_server_that_is_no_scheduler_is_refused_in_time(impatient, says):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = "tcp://127.0.0.1:{1}".format(*server.getsockname())
        peers = []

        def answer():
            peers.append(server.accept()[0])
            peers[0].sendall(says)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Refusal, match=f"No Dask scheduler answers at {address}") as refusal:
            Cluster(address, [])
        thread.join()
        peers[0].close()
    assert "()" not in refusal.value.problem


def test_the_address_in_a_scheduler_file_is_used(impatient, tmp_path):
    address = closed_port()
    (tmp_path / "scheduler.json").write_text(json.dumps({"address": address}))
    with pytest.raises(Refusal, match=f"No Dask scheduler answers at {address}"):
        Cluster(str(tmp_path / "scheduler.json"), [])


@pytest.mark.parametrize("address", ["tls://127.0.0.1:1", "http://127.0.0.1:1", "tcp://"])
def test_an_address_that_cannot_be_used_is_refused(impatient, address):
    with pytest.raises(Refusal, match=f"No Dask scheduler answers at {address}"):
        Cluster(address, [])


def test_after_an_address_that_cannot_be_used_the_command_ends_at_once():
    code = "from autograder.grading.cluster import Cluster; Cluster('http://127.0.0.1:1', [])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert "No Dask scheduler answers at http" in done.stderr.splitlines()[-1]
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("not JSON", "is not a scheduler file"),
        ("{}", "is not a scheduler file"),
        ("[]", "is not a scheduler file"),
    ],
)
def test_a_file_without_an_address_is_refused(tmp_path, content, says):
    path = tmp_path / "scheduler.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(Refusal, match=says) as refusal:
        Cluster(str(path), [])
    assert "tcp://host:8786" in refusal.value.remedy


def test_without_dask_the_refusal_says_how_to_install_it(tmp_path):
    """Put a package that is broken on disk in Dask's place."""
    (tmp_path / "distributed.py").write_text("raise ImportError('not here')\n")
    script = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n" + (
        "from autograder.errors import Refusal\n"
        "try:\n    import autograder.grading.cluster\n"
        "except Refusal as refusal:\n    print(refusal)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == (
        "Grading on a cluster needs Dask, which is not installed here."
        ' Run `pip install "layers-by-hand[cluster]"`.\n'
    )


@pytest.mark.parametrize(
    ("members", "line"),
    [
        ([("a", "warm")], "1 worker on 1 machine: 1 warm (a)"),
        ([("a", "warm"), ("a", "warm")], "2 workers on 1 machine: 2 warm (a)"),
        ([("a", "warm"), ("b", "cold")], "2 workers on 2 machines: 1 cold (b), 1 warm (a)"),
        (
            [(name, "warm") for name in "edcba"],
            "5 workers on 5 machines: 5 warm (a, b, c and 2 more)",
        ),
    ],
)
def test_one_line_names_the_workers_and_their_isolation(members, line):
    found = {str(n): Member(host, level) for n, (host, level) in enumerate(members)}
    assert about(found) == line
