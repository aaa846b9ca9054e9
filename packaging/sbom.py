#!/usr/bin/python3
"""`sbom.py BUILD_DIR FILE`: what is in the packages (SPDX 2.3), from what was built: the libraries that each binary names, and
the packages of Debian that have them, or whose headers were compiled in."""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = re.search(r"project\(certlite\s+VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")).group(1)
HOME = "https://github.com/certlite/certlite"
FIELDS = ("binary:Package", "Version", "Architecture", "source:Package", "source:Version", "Homepage")
BINARIES = {  # what each package has, below the build folder, and the folders of its objects
    "libcertlite": ("lib/libcertlite.so", ("core/", "capi/")),
    "certlite-tools": ("bin/certlite", ("bindings/cli/",)),
    "python3-certlite": ("packaging/python/certlite/_certlite.abi3.so", ()),
}


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **more).stdout


def packages_of(paths):
    """The packages of Debian that have the files; dpkg may know them below /lib or below /usr/lib, which are one."""
    real = {os.path.realpath(path) for path in paths}
    asked = sorted(real | {path.removeprefix("/usr") for path in real})
    found = subprocess.run(["dpkg-query", "--search", *asked], check=False, capture_output=True, text=True).stdout
    owners = {path: names.split(", ")[0] for names, path in re.findall(r"(?m)^([^:\s]+(?::\w+)?(?:, [^:\s]+(?::\w+)?)*): (/.*)$", found)}
    nobodys = [path for path in real if not {path, path.removeprefix("/usr")} & set(owners)]
    if nobodys:
        raise SystemExit(f"no package has {nobodys}")
    return {owners.get(path) or owners[path.removeprefix("/usr")] for path in real}


def linked(binary):
    """The packages whose libraries the binary names, as the loader finds them; ours is none of Debian's."""
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "--dynamic", "--wide", binary))
    places = dict(re.findall(r"(?m)^\s*(\S+) => (/\S+)", run("ldd", binary)))
    places |= {os.path.basename(path): path for path in re.findall(r"(?m)^\s*(/\S+) \(", run("ldd", binary))}
    return packages_of(places[name] for name in needed if not name.startswith("libcertlite.so"))


def compiled_in(build, folders):
    """The packages whose headers the objects of these folders were made of."""
    headers, wanted = set(), False
    for line in run("ninja", "-C", build, "-t", "deps").splitlines():
        if line and not line.startswith(" "):
            wanted = line.startswith(folders)
        elif wanted and line.startswith("    /usr/"):
            headers.add(line.strip())
    return packages_of(headers)


def debian(package):
    name, version, architecture, source, source_version, homepage = run(
        "dpkg-query", "--show", "--showformat", "\t".join(f"${{{field}}}" for field in FIELDS), package).split("\t")
    name = name.split(":")[0]
    quoted = urllib.parse.quote(version, safe=".-~")
    return {"SPDXID": f"SPDXRef-{package.replace(':', '-').replace('+', 'p')}", "name": name, "versionInfo": version,
            "supplier": "Organization: Debian", "sourceInfo": f"of the source package {source} {source_version}",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
            "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
            **({"homepage": homepage} if homepage else {}),
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": f"pkg:deb/debian/{name}@{quoted}?arch={architecture}"}]}


def ours(name, binary):
    return {"SPDXID": f"SPDXRef-{name}", "name": name, "versionInfo": VERSION, "supplier": "NOASSERTION",
            "downloadLocation": HOME, "filesAnalyzed": False, "licenseConcluded": "Apache-2.0",
            "licenseDeclared": "Apache-2.0", "copyrightText": "NOASSERTION", "homepage": HOME,
            "summary": f"{binary.name}, before it is stripped, has the checksum",
            "checksums": [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(binary.read_bytes()).hexdigest()}]}


def relation(one, kind, other, comment=None):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other,
            **({"comment": comment} if comment else {})}


def document(build):
    packages, relations = [], []
    theirs = set()
    for name, (path, folders) in BINARIES.items():
        libraries, headers = linked(build / path), compiled_in(build, folders)
        packages.append(ours(name, build / path))
        relations.append(relation("SPDXRef-DOCUMENT", "DESCRIBES", f"SPDXRef-{name}"))
        if name != "libcertlite":
            relations.append(relation(f"SPDXRef-{name}", "DYNAMIC_LINK", "SPDXRef-libcertlite"))
        relations += [relation(f"SPDXRef-{name}", "DYNAMIC_LINK", debian(other)["SPDXID"]) for other in sorted(libraries)]
        relations += [relation(debian(other)["SPDXID"], "BUILD_DEPENDENCY_OF", f"SPDXRef-{name}", "headers are compiled in")
                      for other in sorted(headers)]
        theirs |= libraries | headers
    packages += [debian(other) for other in sorted(theirs)]
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp()))
    created = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    content = hashlib.sha256(json.dumps([packages, relations]).encode()).hexdigest()
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"certlite-{VERSION}",
            "documentNamespace": f"{HOME}/spdx/certlite-{VERSION}-{content}",
            "creationInfo": {"created": created, "creators": ["Tool: certlite-packaging-sbom.py"]},
            "packages": packages, "relationships": relations}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(document(Path(sys.argv[1])), indent=1) + "\n", encoding="utf-8")
