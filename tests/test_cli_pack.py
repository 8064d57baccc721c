"""`python -m bot claims pack`: the pack of one claim in a file of its own."""

import io
import zipfile

import pytest

from bot.domain.languages import Language
from tests import operating
from tests.packing import screenshot

home = operating.home
NUMBER = "PA-7K3M-4QXW-X"


def test_a_zip_holds_document_and_evidence_and_is_for_its_owner_only(home, tmp_path):
    claim = home.claim()
    home.file(screenshot(1), claim=claim.id)
    path = tmp_path / "pack.zip"
    result = home.run("claims", "pack", "pa7k3m4qxwx", "--out", path)
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.read("evidence/01-photo.jpg") == screenshot(1)
        assert archive.read(f"{NUMBER}.pdf").startswith(b"%PDF-")
        assert "资料包" in archive.read("README.txt").decode("utf-8-sig")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_file_of_evidence_is_told(home, tmp_path):
    _, lying = home.file(claim=home.claim().id)
    lying.unlink()
    path = tmp_path / "pack.pdf"
    result = home.run("claims", "pack", NUMBER, "--out", path, "--language", Language.ENGLISH)
    assert result.exit_code == 1
    assert "a file of the claim is missing" in result.stderr
    assert not path.exists()


@pytest.mark.parametrize(
    ("number", "name", "code", "says"),
    [
        pytest.param("PA-1", "a.pdf", 2, "is no claim number", id="no number"),
        pytest.param(NUMBER, "a.docx", 2, ".pdf or .zip", id="another kind of file"),
        pytest.param(NUMBER, "a.pdf", 1, "there is no claim", id="unknown"),
    ],
)
def test_what_cannot_be_written_is_told(home, tmp_path, number, name, code, says):
    home.write(lambda c: c.run("DELETE FROM claim"))
    result = home.run("claims", "pack", number, "--out", tmp_path / name)
    assert (result.exit_code, says in result.stderr) == (code, True)
