"""What the drivers of this folder share: a fixed world, registers, runs, and the oracle.

A driver is called with the build folder, and with --soak for the long form:
DRIVER [--soak] BUILD. It prints a line for each thing tried, and ends with status 1 if
anything was not as it must be. Some take names between the two: what alone to try.
"""
import atexit
import concurrent.futures
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

TOP = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
DEMO = os.path.join(TOP, "repo-fixtures", "demo")
KEY = "24-CL-32-GE-CON-A"
NOTICE = f"notices/24/CL/{KEY}/notice.json"

# No run of the program takes this long, unless it hangs.
PATIENCE = 60

SOAK = "--soak" in sys.argv
# What a driver was asked for by name; none: everything.
WORDS = [word for word in sys.argv[1:-1] if not word.startswith("--")]
BUILD = os.path.abspath(sys.argv[-1])
PROGRAM = os.path.join(BUILD, "noticelog")
FAULT = os.path.join(BUILD, "fault.so")
PLAIN = os.path.join(BUILD, "plain")

# Much is written and flushed: into memory where there is such a folder.
_memory = "/dev/shm"
WORK = tempfile.mkdtemp(prefix="noticelog-faults-",
                        dir=_memory if os.access(_memory, os.W_OK) else None)


@atexit.register
def _clean():
    subprocess.run(["chmod", "-R", "u+w", WORK], check=False)
    shutil.rmtree(WORK, ignore_errors=True)


def _environment():
    env = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    env.update(HOME=os.path.join(WORK, "home"), XDG_CACHE_HOME=os.path.join(WORK, "cache"),
               GIT_CONFIG_NOSYSTEM="1", NO_COLOR="1", LC_ALL="C", TZ="UTC",
               GIT_AUTHOR_NAME="Aiko Tanaka", GIT_AUTHOR_EMAIL="tanaka@example.org",
               GIT_COMMITTER_NAME="Aiko Tanaka", GIT_COMMITTER_EMAIL="tanaka@example.org",
               GIT_AUTHOR_DATE="@1748746800 +0900", GIT_COMMITTER_DATE="@1748746800 +0900")
    return env


ENV = _environment()
os.makedirs(ENV["HOME"], exist_ok=True)

# What went wrong, and how much was tried.
_lock = threading.Lock()
_failures = []


def fail(what):
    with _lock:
        _failures.append(what)
        if len(_failures) <= 20:
            print("FAILED: " + what, flush=True)


def expect(holds, what):
    if not holds:
        fail(what)
    return holds


def told(name, text):
    print(f"{name}: {text}", flush=True)


def done():
    """End the driver."""
    if _failures:
        print(f"{len(_failures)} failed")
        sys.exit(1)
    sys.exit(0)


class Result:
    def __init__(self, process, out, err, seconds):
        self.status = process.returncode
        self.out, self.err = out, err
        self.seconds = seconds

    def __str__(self):
        return f"status {self.status}: {self.out.strip()[:120]!r} {self.err.strip()[:200]!r}"


def run(command, cwd=None, env=None, patience=PATIENCE, data=b"", **options):
    """Run a command to its end; one that does not end is killed, and status is None."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd or WORK, env={**ENV, **(env or {})},
                               stdin=subprocess.PIPE if data else subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    try:
        out, err = process.communicate(data or None, timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        process.returncode = None
    return Result(process, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"),
                  time.monotonic() - start)


def noticelog(*words, **options):
    return run([PROGRAM, *words], **options)


def must(result):
    """The ground under an experiment."""
    if result.status != 0:
        sys.exit(f"the experiment cannot begin: {result}")
    return result


def git(register, *words, **options):
    return run(["git", "--git-dir", register, *words], **options)


def demo(name):
    return os.path.join(DEMO, name)


def make_register(path, *documents):
    """A new register with the documents recorded, one after the other."""
    must(noticelog("init", path))
    for document in documents:
        must(noticelog("-C", path, "record", demo(document)))
    return path


def libgit2_version():
    """What the guards are for is mended in 1.10, or later."""
    return tuple(int(part) for part in must(run([PLAIN, "version"])).out.split(".")[:2])


def files_below(folder):
    """Every file, by its path from the folder, with a hash of what it holds."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in files:
            path = os.path.join(place, name)
            if os.path.islink(path):
                content = os.readlink(path).encode()
            else:
                with open(path, "rb") as file:
                    content = file.read()
            found[os.path.relpath(path, folder)] = hashlib.sha256(content).hexdigest()
        for name in folders:
            found[os.path.relpath(os.path.join(place, name), folder) + "/"] = ""
    return found


def is_repository(path):
    return git(path, "rev-parse", "--git-dir").status == 0


def tip_of(register):
    """The commit of the branch as git has it; "" for none."""
    result = git(register, "rev-parse", "--verify", "--quiet", "refs/heads/main^{commit}")
    return result.out.strip() if result.status == 0 else ""


def content_at(register, tip, path):
    """A file's bytes as git has them: not the reader under test."""
    result = git(register, "cat-file", "blob", f"{tip}:{path}")
    return result.out if result.status == 0 else None


_whole = set()


def is_whole(register):
    """git fsck --strict has nothing to say but of objects that nothing names yet."""
    state = frozenset(item for item in files_below(register).items()
                      if not os.path.basename(item[0]).startswith("tmp_object_"))
    with _lock:
        if state in _whole:
            return True
    result = git(register, "fsck", "--strict", "--no-dangling", "--no-progress")
    if result.status == 0 and not result.err and not result.out:
        with _lock:
            _whole.add(state)
        return True
    # An unborn branch is what there was before the first commit.
    lines = [line for line in (result.out + result.err).splitlines()
             if not line.startswith("notice: ")]
    return result.status == 0 and not lines


def in_parallel(function, items):
    """Call function for each item, on as many processors as there are."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for _ in pool.map(function, items):
            pass


_numbers = iter(range(1 << 60))


def new_box():
    """A folder of its own for one experiment."""
    with _lock:
        path = os.path.join(WORK, f"box{next(_numbers)}")
    os.mkdir(path)
    return path


def drop_box(path):
    shutil.rmtree(path, ignore_errors=True)


def stop(process):
    """End a process that this driver started."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
