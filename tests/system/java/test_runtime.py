"""Which Java runtime a launcher of install4j takes."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from conntest.system.java.runtime import net_properties, properties_file, shared_runtimes


def put(root: Path, name: str, text: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(root=root))


CONF = "conf/net.properties"


LOCAL = "home/AppData/Local/Programs/Common/i4j_jres/Oda/17.0.16"
BUNDLE = "app/X.app/Contents/PlugIns/jre.bundle/Contents/Home"
PREFERRED, INSTALLERS = "app/.install4j/pref_jre.cfg", "app/.install4j/inst_jre.cfg"


@pytest.mark.parametrize(
    ("files", "environment", "found"),
    [
        # A public note on TWS 10.45 for Windows.
        ({PREFERRED: f"{{root}}/{LOCAL}/\n", f"{LOCAL}/{CONF}": ""}, {}, LOCAL),
        # Public Dockerfiles of IB Gateway, installed by root.
        (
            {INSTALLERS: "{root}/usr/local/i4j_jres/1.8.0_152", "usr/local/i4j_jres/1.8.0_152/lib/net.properties": ""},
            {},
            "usr/local/i4j_jres/1.8.0_152",
        ),
        # IB Gateway 10.48 in a container: inst_jre.cfg names a temporary folder that is gone.
        (
            {
                INSTALLERS: "/tmp/setup/gone/jre",
                f"usr/local/i4j_jres/17.0.10/{CONF}": "",
                f"usr/local/i4j_jres/17.0.16/{CONF}": "",
            },
            {},
            "usr/local/i4j_jres/17.0.16",
        ),
        # An Arch package's comment, and a public note on a start line: where shared runtimes are.
        (
            {f"home/.i4j_jres/hash/17.0.10-zulu/{CONF}": "", "app/jars/x.jar": ""},
            {},
            "home/.i4j_jres/hash/17.0.10-zulu",
        ),
        ({f"home/.local/share/i4j_jres/Oda/17/{CONF}": "", "app/x": ""}, {}, "home/.local/share/i4j_jres/Oda/17"),
        # A bundled runtime goes before what the installer ran on, and the preferred one before both.
        ({f"app/jre/{CONF}": "", INSTALLERS: "{root}/other", f"other/{CONF}": ""}, {}, "app/jre"),
        ({f"app/jre/{CONF}": "", PREFERRED: "{root}/other", f"other/{CONF}": ""}, {}, "other"),
        ({f"{BUNDLE}/{CONF}": ""}, {}, BUNDLE),
        # nixpkgs sets the launcher's variable.
        ({f"app/jre/{CONF}": "", f"nix/{CONF}": ""}, {"INSTALL4J_JAVA_HOME_OVERRIDE": "{root}/nix"}, "nix"),
        ({PREFERRED: "jre2", f"app/jre2/{CONF}": ""}, {}, "app/jre2"),
        ({PREFERRED: "\0", INSTALLERS: ""}, {}, None),
    ],
)
def test_the_runtime(tmp_path: Path, files: dict[str, str], environment: dict[str, str], found: str | None) -> None:
    for name, text in files.items():
        put(tmp_path, name, text)
    variables = {name: value.format(root=tmp_path) for name, value in environment.items()}
    shared: Sequence[Path] = shared_runtimes(tmp_path / "home", tmp_path, tmp_path / "C")
    path = net_properties(tmp_path / "app", variables, shared)
    assert path == (properties_file(tmp_path / found) if found else None)
    assert (path is None) is (found is None)
