"""Checks a dossier: nothing but Python's standard library, and nothing of the house that made it.

    python verify.py dossier.zip [--key <fingerprint>]

It proves that every file is the one that the manifest names, that the manifest was signed by the key whose
fingerprint it prints, that no byte of the archive itself is other than it was, and that each entry of the audit is
the one from which its link was made, in the order in which they were linked. `--key` demands a certain signer:
ask the house for the fingerprint by another way than the one on which the dossier came.

Says what is wrong and where, and ends with 1; a sound dossier ends with 0.
"""

import hashlib
import io
import json
import sys
import zipfile

FORMAT = "doorstep.dossier/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MOMENT = (2000, 1, 1, 0, 0, 0)  # the same for every file: when it was made stands in the manifest
MOST = 40


def check(content, demanded=""):
    """(faults, facts) of the bytes of a dossier; no fault means that it is sound."""
    faults, facts = [], {}
    try:
        files, names = _read(content)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        return [f"the archive cannot be read: {error}"], facts
    manifest = _manifest(files, faults, facts, demanded)
    if manifest is None:
        return faults, facts
    _compare_files(files, names, manifest, faults)
    _compare_container(content, files, manifest, faults)
    audit = files.get("audit.json")
    if audit is not None:
        _walk_audit(audit, faults, facts)
    return faults[:MOST], facts


def _read(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        files = {}
        for item in archive.infolist():
            try:
                files.setdefault(item.filename, archive.read(item))
            except zipfile.BadZipFile:
                files[item.filename] = None
    return files, names


def _manifest(files, faults, facts, demanded):
    written, signature = files.get(MANIFEST), files.get(SIGNATURE)
    if not written or not signature:
        faults.append("the manifest or its signature is missing or cannot be read")
        return None
    try:
        manifest = json.loads(written)
        key = bytes.fromhex(manifest["key"])
        listed = [(row["name"], row["size"], row["sha256"]) for row in manifest["files"]]
        known = manifest["format"] == FORMAT
        signed = bytes.fromhex(signature.decode("ascii").strip())
    except (ValueError, KeyError, TypeError, AttributeError):
        faults.append("the manifest or its signature cannot be understood")
        return None
    if not known:
        faults.append("the manifest is of a format that this program does not know")
    facts["fingerprint"] = hashlib.sha256(key).hexdigest()
    facts["case"], facts["files"] = manifest.get("case"), len(listed)
    facts["made_at"], facts["masked"] = manifest.get("made_at"), manifest.get("masked")
    if not ed25519_verifies(key, written, signed):
        faults.append(f"{SIGNATURE}: the manifest was not signed by the key that it names")
    if demanded and demanded.replace(":", "").lower() != facts["fingerprint"]:
        faults.append("the manifest was signed by another key than the one demanded")
    return manifest


def _compare_files(files, names, manifest, faults):
    listed = {row["name"]: row for row in manifest["files"]}
    for name in names:
        if names.count(name) > 1:
            faults.append(f"{name}: stands more than once in the archive")
    for name in listed:
        if name not in files:
            faults.append(f"{name}: is missing")
    for name, content in files.items():
        if name in (MANIFEST, SIGNATURE):
            continue
        if name not in listed:
            faults.append(f"{name}: is not named by the manifest")
        elif content is None or len(content) != listed[name]["size"]:
            faults.append(f"{name}: is damaged or of another length than the manifest says")
        elif hashlib.sha256(content).hexdigest() != listed[name]["sha256"]:
            faults.append(f"{name}: its content is not the one that the manifest names")


def _compare_container(content, files, manifest, faults):
    """The archive made again from its files must be the same byte for byte."""
    ordered = [row["name"] for row in manifest["files"]] + [MANIFEST, SIGNATURE]
    if faults or any(files.get(name) is None for name in ordered):
        return  # what is wrong is said already, and more exactly
    again = pack([(name, files[name]) for name in ordered])
    if again != content:
        shorter = min(len(again), len(content))
        at = next((place for place in range(shorter) if again[place] != content[place]), shorter)
        faults.append(f"the archive itself was changed at byte {at}, {_near(at, ordered, files)}")


def _near(at, ordered, files):
    place = 0
    for name in ordered:
        place += 30 + len(name) + len(files[name])
        if at < place:
            return f"around {name}"
    return "in its table of contents"


def pack(files):
    """The archive of these (name, content) pairs; the same pairs always make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            item = zipfile.ZipInfo(name, MOMENT)
            item.create_system, item.external_attr = 3, 0o600 << 16
            archive.writestr(item, content)
    return buffer.getvalue()


def _walk_audit(written, faults, facts):
    """Each link made again from its entry; their numbers must rise, and neighbours must follow one another."""
    try:
        links = json.loads(written)["links"]
    except (ValueError, KeyError, TypeError):
        faults.append("audit.json: cannot be understood")
        return
    last = None
    for place, link in enumerate(links):
        try:
            seq, values = link["seq"], link["fields"]
            previous, digest = bytes.fromhex(link["previous"]), bytes.fromhex(link["digest"])
            made = hashlib.sha256(previous + b"".join(framed(value) for value in values)).digest()
        except (KeyError, TypeError, ValueError, AttributeError):
            faults.append(f"audit.json: entry {place + 1} cannot be understood")
            return
        if not (link.get("emptied") or link.get("withheld")) and made != digest:
            faults.append(f"audit.json: the entry of link {seq} is not what was recorded")
        if last is not None and seq <= last[0]:
            faults.append(f"audit.json: link {seq} stands after link {last[0]}: the order was changed")
        if last is not None and seq == last[0] + 1 and previous != last[1]:
            faults.append(f"audit.json: link {seq} does not follow link {last[0]}")
        last = (seq, digest)
    facts["links"] = len(links)
    facts["emptied"] = sum(bool(link.get("emptied")) for link in links)
    facts["withheld"] = sum(bool(link.get("withheld")) for link in links)


def framed(value):
    """A field with its length before it, so that no two entries read the same."""
    if value is None:
        return b"-\n"
    raw = value.encode()
    return str(len(raw)).encode() + b":" + raw + b"\n"


# Signatures: Ed25519 after RFC 8032, checking only. Slow (some milliseconds) and short.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(raw):
    if len(raw) != 32:
        return None
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


def _same(one, other):
    across = (one[0] * other[2] - other[0] * one[2]) % P
    along = (one[1] * other[2] - other[1] * one[2]) % P
    return across == 0 and along == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P)


def ed25519_verifies(key, message, signature):
    """Whether this signature over the message was made with the private half of the key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    signer, commitment = _point(key), _point(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if signer is None or commitment is None or answer >= ORDER:
        return False
    asked = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return _same(_times(answer, BASE), _add(commitment, _times(asked, signer)))


def main(arguments):
    demanded = ""
    if "--key" in arguments:
        at = arguments.index("--key")
        demanded = arguments[at + 1] if at + 1 < len(arguments) else "none"
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 1:
        print(__doc__)
        return 2
    with open(arguments[0], "rb") as file:
        faults, facts = check(file.read(), demanded)
    for name in ("case", "made_at", "masked", "files", "links", "emptied", "withheld", "fingerprint"):
        if name in facts:
            print(f"{name}: {facts[name]}")
    for fault in faults:
        print(f"WRONG: {fault}")
    print("This dossier is NOT sound." if faults else "This dossier is sound.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
