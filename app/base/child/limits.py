"""What a child may not do: limits of the kernel, a filter for system calls, rules for files; Linux, by ctypes."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

GUARDS = ("seccomp", "landlock")
"""What closes network, processes and files; tests leave some out to see that their attacks work at all."""

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 22, 4, 38
_SECCOMP_MODE_FILTER = 2
_RET_ALLOW, _RET_ERRNO, _RET_KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EACCES, _ENOSYS = 13, 38
_CLONE_THREAD = 0x00010000

# Numbers of the system calls: linux/arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
# Whoever may not make a socket, start a program, or reach into another process, can tell nobody what it read.
_ARCHITECTURES: dict[str, dict[str, Any]] = {
    "x86_64": {
        "audit": 0xC000003E,
        "clone": 56,
        "clone3": 435,
        # socket, connect, sendto, fork, vfork, execve, kill, ptrace, process_vm_readv/writev, execveat, bpf,
        # userfaultfd, io_uring_setup/enter/register, pidfd_send_signal, pidfd_getfd, setns, unshare, mount, keyctl
        "refused": (41, 42, 44, 57, 58, 59, 62, 101, 310, 311, 322, 321, 323, 425, 426, 427, 424, 438, 308, 272)
        + (165, 250),
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "clone": 220,
        "clone3": 435,
        "refused": (198, 203, 206, 221, 129, 117, 270, 271, 281, 280, 282, 425, 426, 427, 424, 438, 268, 97)
        + (40, 219),
    },
}  # fmt: skip

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_FILE_READ = (1 << 2) | (1 << 3) | (1 << 0)  # READ_FILE, READ_DIR, EXECUTE (loading a library)
_FILE_ALL = (1 << 13) - 1  # every right of the first version of Landlock
_FILE_ONLY = (1 << 0) | (1 << 1) | (1 << 2)  # the rights a single file can have


def limit_resources(*, seconds: int, memory_mb: int, file_mb: int) -> None:
    """Limits of setrlimit(2): memory on top of what the process has already, CPU seconds, size of a file."""
    megabyte = 1024 * 1024
    memory = _size_now() + memory_mb * megabyte
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_mb * megabyte, file_mb * megabyte))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _LIBC.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    _LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def close_doors(folder: Path, readable: Iterable[Path], guards: Iterable[str] = GUARDS) -> list[str]:
    """No network, no other program, no foreign file; returns sentences about what this machine cannot do."""
    missing = []
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if "landlock" in guards and not _restrict_files(folder, readable):
        missing.append("Landlock is not available: a reader could open files beside its folder.")
    if "seccomp" in guards and not _filter_calls():
        missing.append(
            "seccomp is not available: readers of uploaded files are kept from the network by "
            + ("a network namespace." if _own_network() else "an audit hook in Python ONLY.")
        )
        sys.addaudithook(_refuse_sockets)
    return missing


def _size_now() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def _filter_calls() -> bool:
    """Install the filter (seccomp(2)); False where the kernel or the machine has none."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        return False
    code = _program(**known)
    program = _Program(len(code) // 8, code)
    return bool(_LIBC.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _program(*, audit: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """The filter in classic BPF: another architecture is killed, the calls in `refused` answer EACCES.

    Threads stay possible, processes do not; clone3 hides its flags behind a pointer, so libc is told to use clone.
    """
    load, equal, at_least, has_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    steps = [
        step(load, 4),  # seccomp_data.arch
        step(equal, audit, 1, 0),
        step(answer, _RET_KILL),
        step(load, 0),  # seccomp_data.nr
        step(at_least, 0x40000000, 0, 1),  # the x32 interface of x86 would go around every number below
        step(answer, _RET_KILL),
        step(equal, clone3, 0, 1),
        step(answer, _RET_ERRNO | _ENOSYS),
    ]
    for number in refused:
        steps += [step(equal, number, 0, 1), step(answer, _RET_ERRNO | _EACCES)]
    steps += [
        step(equal, clone, 1, 0),
        step(answer, _RET_ALLOW),
        step(load, 16),  # the low half of the first argument: the flags of clone
        step(has_bit, _CLONE_THREAD, 1, 0),
        step(answer, _RET_ERRNO | _EACCES),
        step(answer, _RET_ALLOW),
    ]
    return b"".join(steps)


def _restrict_files(folder: Path, readable: Iterable[Path]) -> bool:
    """Landlock (linux/landlock.h): `folder` for everything, `readable` for reading, nothing else."""
    attributes = struct.pack("Q", _FILE_ALL)
    ruleset = _LIBC.syscall(_LANDLOCK_CREATE, ctypes.c_char_p(attributes), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    for path, rights in [(folder, _FILE_ALL), *((path, _FILE_READ) for path in readable)]:
        if not path.exists():
            continue
        beneath = os.open(path, os.O_PATH)
        if not path.is_dir():
            rights &= _FILE_ONLY
        rule = struct.pack("=Qi", rights, beneath)
        _LIBC.syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(rule), 0)
        os.close(beneath)
    done = _LIBC.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)
    return bool(done == 0)


def _own_network() -> bool:
    """Move into a network namespace that has no devices; possible where people may make user namespaces."""
    new_user, new_network = 0x10000000, 0x40000000
    return bool(_LIBC.unshare(new_user | new_network) == 0)


def _refuse_sockets(event: str, _arguments: Any) -> None:
    if event in {"socket.__new__", "socket.connect", "subprocess.Popen", "os.exec", "os.fork", "os.system"}:
        raise PermissionError(f"{event} is closed in this process")
