#!/usr/bin/python3
"""`bare_root.py FOLDER [ROOT]`: makes a bare Debian 12 (debootstrap, minbase), installs the packages of FOLDER there one after
another, and runs the README's first five minutes after each, with no more than is installed by then. As root. ROOT: where
the system goes; left out: a folder that is removed again."""
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
PACKAGES = Path(sys.argv[1]).resolve()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", (SOURCE / "README.md").read_text(encoding="utf-8"), re.M | re.S)
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}

# What is installed, the README's program in which language and its file, how it is run (nothing: by the README's own line
# below the program), and what it must say.
REFUSED = '"rule":"field.required","pointer":"/name"'
STEPS = [
    ("certlite-tools", "shell", "first.sh", "bash -eu first.sh", ['"validity_status":"expiring_soon"', '"expires_on":"2027-03-01"']),
    ("python3-certlite", "python", "first.py", "python3 first.py", ["2027-03-01 ", " 9\n", "/organization_member_id "]),
    ("libcertlite-dev gcc libc6-dev", "c", "first.c", None, ['"name":"North Sea Wind"', REFUSED]),
    ("golang-github-certlite-certlite-dev golang-go", "go", "first.go", None, ["2027-03-01 ", " 9\n", "/source ", "/issued_on "]),
    ("g++", "cpp", "first.cc", None, ['"name":"North Sea Wind"', REFUSED]),
]


def program_and_command(language):
    """The first program in that language, and the line for installed packages that follows it."""
    at = [name for name, _ in BLOCKS].index(language)
    return BLOCKS[at][1], next((text for name, text in BLOCKS[at:] if name == "sh"), "")


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, check=False, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def bare_system(root):
    """A Debian with what every Debian has, and /proc, which Go's tools read; the packages are in /packages."""
    if not (root / "etc/debian_version").exists():
        run("debootstrap", "--variant=minbase", "bookworm", root)
    shutil.copytree(PACKAGES, root / "packages", dirs_exist_ok=True)
    run("mount", "-t", "proc", "proc", root / "proc")
    try:
        yield lambda script: run("chroot", root, "bash", "-euo", "pipefail", "-c", script, env=ENVIRONMENT)
    finally:
        run("umount", root / "proc")


def files_of(names):
    """Our own packages as files, with those of ours that they need; the others by name."""
    ours = {path.name.split("_")[0]: f"/packages/{path.name}" for path in PACKAGES.glob("*.deb")}
    wanted = names.split()
    if "golang-github-certlite-certlite-dev" in wanted:
        wanted.append("libcertlite-dev")
    if set(wanted) & set(ours):
        wanted.append("libcertlite1")
    return " ".join(ours.get(name, name) for name in wanted)


def try_packages(root):
    with bare_system(root) as inside:
        inside("apt-get update -qq")
        for names, language, file, command, expected in STEPS:
            before = set(inside("dpkg-query -W -f '${Package}\n'").split())
            inside(f"apt-get install -y -qq --no-install-recommends {files_of(names)}")
            added = set(inside("dpkg-query -W -f '${Package}\n'").split()) - before
            program, line = program_and_command(language)
            folder = root / "first" / language
            folder.mkdir(parents=True)
            (folder / file).write_text(program, encoding="utf-8")
            said = inside(f"cd /first/{language}; {command or line}")
            for words in expected:
                if words not in said:
                    sys.exit(f"{language} with {names}: {words!r} is not in\n{said}")
            print(f"{language:<7} runs with {names}: {len(added)} packages more, {len(said.splitlines())} lines as expected")
        inside("dpkg --audit; certlite --version; ldd /usr/bin/certlite | grep -q '/usr/lib/.*/libcertlite.so.1\\|/lib/.*/libcertlite.so.1'")
        print(inside("apt-get purge -y -qq '*certlite*' >/dev/null; find / -xdev -ipath '*certlite*' -not -path '/first/*' "
                     "-not -path '/packages/*' -not -path '/root/*' -not -path '/tmp/*'").strip() or "purged: nothing is left")


def main():
    if os.geteuid() != 0:
        sys.exit("only root may make a system within this one")
    if len(sys.argv) > 2:
        try_packages(Path(sys.argv[2]).resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="certlite.bare.") as folder:
            try_packages(Path(folder))


if __name__ == "__main__":
    main()
