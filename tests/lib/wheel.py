# SPDX-License-Identifier: MIT
"""A small wheel (PEP 427), to install where there is no network."""

import base64
import hashlib
import os
import zipfile

NAME = "parity_sample"
VERSION = "1.0"
INFO = "%s-%s.dist-info" % (NAME, VERSION)
FILES = {
    NAME + "/__init__.py": 'import sys\n\n\ndef main():\n    print(sys.prefix, sys.executable, __file__, sys.argv[1:], sep="\\n")\n',
    NAME + "/__main__.py": "from parity_sample import main\n\nmain()\n",
    NAME + "/data.txt": "data\n",
    "%s-%s.data/scripts/parity-script" % (NAME, VERSION): "#!python\nimport parity_sample\n\nparity_sample.main()\n",
    INFO + "/METADATA": "Metadata-Version: 2.1\nName: parity-sample\nVersion: 1.0\nSummary: a sample\n",
    INFO + "/WHEEL": "Wheel-Version: 1.0\nGenerator: parity\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    INFO + "/entry_points.txt": "[console_scripts]\nparity-sample = parity_sample:main\n",
}


def write(path, files, info, record=True):
    """The wheel PATH of FILES and, in the folder INFO, their RECORD; always the same bytes."""
    text_of_record = ""
    with zipfile.ZipFile(path, "w") as file:
        for name, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            text_of_record += "%s,sha256=%s,%d\n" % (name, digest, len(text.encode()))
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100755 if ".data/scripts/" in name else 0o100644) << 16
            file.writestr(entry, text)
        if record:
            file.writestr(zipfile.ZipInfo(info + "/RECORD"), text_of_record + info + "/RECORD,,\n")
    return path


def build(folder):
    """Its path, in FOLDER."""
    return write(os.path.join(folder, "%s-%s-py3-none-any.whl" % (NAME, VERSION)), FILES, INFO)
