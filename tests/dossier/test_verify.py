"""The checker that goes with every dossier: sound ones pass, and whatever is touched is refused and named."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from service_desk.dossier import packing, signing, verify

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def link(seq, previous, word):
    fields = [str(seq), word, None, "cases.registered", "service_desk.case", "1", "2026-1", None, None, ""]
    digest = hashlib.sha256(previous + b"".join(verify.framed(value) for value in fields)).digest()
    return {
        "seq": seq,
        "previous": previous.hex(),
        "digest": digest.hex(),
        "emptied": False,
        "fields": fields,
    }


def links():
    first = link(7, b"\x01" * 32, "第一")
    second = link(8, bytes.fromhex(first["digest"]), "second")
    return [first, second, link(12, b"\x02" * 32, "third")]


def dossier(chain=None) -> bytes:
    files = [
        ("index.html", "<h1>卫生间漏水</h1>".encode()),
        ("files/problem/001.jpg", bytes(range(256))),
        ("audit.json", json.dumps({"links": chain or links()}).encode()),
    ]
    return packing.pack(files, case="2026-000001", masked=True, made_at=AT)


def faults(content, **more):
    return verify.check(content, **more)[0]


def repacked(content, change):
    """The archive after `change` was made to its list of (name, content)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    return verify.pack(change(files))


def test_a_sound_one_passes_and_says_by_whom_it_was_signed():
    found, facts = verify.check(dossier())
    assert found == []
    assert (facts["case"], facts["links"], facts["files"]) == ("2026-000001", 3, 4)
    assert facts["fingerprint"] == signing.fingerprint()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_byte_changed_anywhere_is_refused(data):
    content = bytearray(CONTENT)
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    found = faults(bytes(content))
    assert found and all(found)


def test_the_bytes_of_the_archives_own_table_count():
    """Not only what the files hold: their names, their times, their places."""
    start = CONTENT.rindex(b"PK\x01\x02")
    for at in range(start, len(CONTENT), 3):
        content = bytearray(CONTENT)
        content[at] ^= 1
        assert faults(bytes(content)), at


def test_a_changed_file_is_named():
    touched = repacked(
        dossier(), lambda files: [(n, c.replace("漏水".encode(), b"123456")) for n, c in files]
    )
    assert any(fault.startswith("index.html:") for fault in faults(touched))


def test_a_removed_file_is_named():
    touched = repacked(
        dossier(), lambda files: [pair for pair in files if pair[0] != "files/problem/001.jpg"]
    )
    assert faults(touched) == ["files/problem/001.jpg: is missing"]


@pytest.mark.parametrize("name", ["index.html", "files/problem/001.jpg", "audit.json", "verify.py"])
@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_one_byte_of_any_file_is_found_however_well_it_is_packed_again(name, place):
    """Packed by us, so that no sum of the archive gives it away: the manifest does."""

    def touch(content):
        at = min(int(len(content) * place), len(content) - 1)
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    touched = repacked(dossier(), lambda files: [(n, touch(c) if n == name else c) for n, c in files])
    assert f"{name}: its content is not the one that the manifest names" in faults(touched)


@pytest.mark.parametrize("name", ["index.html", "audit.json", "verify.py", "manifest.json", "manifest.sig"])
def test_whatever_file_is_taken_out_is_missed(name):
    touched = repacked(dossier(), lambda files: [pair for pair in files if pair[0] != name])
    assert any("missing" in fault for fault in faults(touched))


def test_the_same_files_in_another_order_are_another_archive():
    touched = repacked(dossier(), lambda files: [files[1], files[0], *files[2:]])
    assert any(fault.startswith("the archive itself was changed at byte") for fault in faults(touched))


def test_the_same_files_packed_by_another_program_are_another_archive():
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(dossier())) as sound,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in sound.namelist():
            other.writestr(name, sound.read(name))
    assert any(
        fault.startswith("the archive itself was changed at byte") for fault in faults(buffer.getvalue())
    )


@pytest.mark.parametrize("more", [b"x", b"PK\x05\x06" + b"\0" * 18])
def test_bytes_behind_or_before_the_archive_are_found(more):
    assert faults(dossier() + more) and faults(more + dossier())


def test_control_an_archive_packed_again_as_it_was_is_sound():
    assert repacked(dossier(), lambda files: files) == dossier() and faults(dossier()) == []


def test_a_file_slipped_in_is_named():
    touched = repacked(dossier(), lambda files: [*files, ("more.txt", b"x")])
    assert faults(touched) == ["more.txt: is not named by the manifest"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_is_named():
    touched = repacked(dossier(), lambda files: [*files, ("index.html", b"another")])
    assert any("more than once" in fault for fault in faults(touched))


def test_a_manifest_made_anew_needs_the_key():
    def change(files):
        known = dict(files)
        manifest = json.loads(known["manifest.json"])
        known["index.html"] = b"<h1>nothing happened</h1>"
        row = next(row for row in manifest["files"] if row["name"] == "index.html")
        row["size"], row["sha256"] = len(known["index.html"]), hashlib.sha256(known["index.html"]).hexdigest()
        known["manifest.json"] = json.dumps(manifest, ensure_ascii=True, indent=1).encode()
        return list(known.items())

    assert faults(repacked(dossier(), change)) == [
        "manifest.sig: the manifest was not signed by the key that it names"
    ]


def test_one_signed_by_somebody_else_is_refused_where_the_signer_is_demanded(monkeypatch):
    ours = signing.fingerprint()
    other = Ed25519PrivateKey.generate()
    monkeypatch.setattr(signing, "_key", lambda: other)
    forged = dossier()
    assert faults(forged) == []  # sound in itself: that is why one asks for the fingerprint
    assert faults(forged, demanded=ours) == ["the manifest was signed by another key than the one demanded"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda chain: [chain[1], chain[0], chain[2]], "link 7 stands after link 8: the order was changed"),
        (lambda chain: [chain[0], chain[0], *chain[1:]], "link 7 stands after link 7"),
        (
            lambda chain: [chain[0] | {"fields": ["7", "另一", *chain[0]["fields"][2:]]}, *chain[1:]],
            "the entry of link 7 is not what was recorded",
        ),
        (
            lambda chain: [chain[0], link(8, b"\x05" * 32, "second"), chain[2]],
            "link 8 does not follow link 7",
        ),
        (lambda chain: [{"seq": 7}], "entry 1 cannot be understood"),
    ],
)
def test_an_audit_that_the_house_itself_had_touched_is_found(change, said):
    """Signed anew by the right key, the entries still do not lie about their own links."""
    assert any(said in fault for fault in faults(dossier(change(links()))))


@pytest.mark.parametrize("content", [b"", b"PK", b"not an archive at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_archive_is_refused(content):
    assert faults(content)


@given(st.binary(max_size=200))
def test_the_signature_check_agrees_with_the_library(message):
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(message).digest())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = key.sign(message)
    assert verify.ed25519_verifies(public, message, signature)
    assert not verify.ed25519_verifies(public, message + b"x", signature)
    assert not verify.ed25519_verifies(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not verify.ed25519_verifies(bytes(32), message, signature)


def test_the_checker_in_the_archive_runs_alone(tmp_path):
    """No Django, no package of the house, no site-packages: `python -I -S`."""
    (tmp_path / "dossier.zip").write_bytes(CONTENT)
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        (tmp_path / "verify.py").write_bytes(archive.read("verify.py"))
    command = [sys.executable, "-I", "-S", "verify.py", "dossier.zip", "--key", signing.fingerprint()]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and "This dossier is sound." in ran.stdout, ran.stdout + ran.stderr
    touched = bytearray(CONTENT)
    touched[len(touched) // 2] ^= 4
    (tmp_path / "dossier.zip").write_bytes(touched)
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1 and "WRONG" in ran.stdout


CONTENT = dossier()
