"""What is built is what works: sdist, then wheel, installed elsewhere, one article audited there."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARTICLE = """Ferry returns to Port Senna after storm

Ferry returns to Port Senna after storm

The ferry reached Port Senna on Tuesday, two days late, with all 48 passengers well.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from it."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_the_wheel_audits_an_article_elsewhere(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    site = next((home / "lib").glob("python*")) / "site-packages"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    # The dependencies are those of this environment: only our own files are under test.
    import click

    (site / "here.pth").write_text(str(Path(click.__file__).parent.parent), encoding="utf-8")
    article = tmp_path / "ferry.txt"
    article.write_text(ARTICLE, encoding="utf-8")

    ran = subprocess.run(
        [
            str(python),
            "-m",
            "auditor",
            "check",
            "ferry.txt",
            "-f",
            "json",
            "-f",
            "html=report.html",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONSAFEPATH": "1"},
    )
    where = subprocess.run(
        [str(python), "-c", "import auditor; print(auditor.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin"},
    )

    assert str(site) in where.stdout
    assert ran.returncode == 1, ran.stderr
    found = json.loads(ran.stdout)["articles"][0]["findings"]
    assert "repeated-headline" in {finding["rule"] for finding in found}
    assert "repeated-headline" in (tmp_path / "report.html").read_text(encoding="utf-8")
