"""Activates this virtual environment in a Python that runs already, of the version that it was made of:

    path = "/path/of/the/environment/bin/activate_this.py"
    exec(open(path).read(), {"__file__": path})

For programs that embed Python, or are started by another one. The packages of the environment come first
on sys.path, its programs first on PATH. There is no way back.
"""
import os
import site
import sys

try:
    _venv_file = os.path.abspath(__file__)
except NameError:
    raise RuntimeError('tell this file where it is: exec(open(path).read(), {"__file__": path})') from None
if __name__ == "__main__" and not sys.flags.interactive and os.path.abspath(sys.argv[0]) == _venv_file:
    sys.exit('activate_this.py: nothing is activated by running this file: exec(open(path).read(), {"__file__": path})')
_venv_bin = os.path.dirname(_venv_file)
_venv_dir = os.path.dirname(_venv_bin)
if not os.path.exists(os.path.join(_venv_dir, "pyvenv.cfg")):
    raise RuntimeError("%r is not in a virtual environment" % _venv_file)

os.environ["VIRTUAL_ENV"] = _venv_dir
os.environ["VIRTUAL_ENV_PROMPT"] = __VENV_PROMPT__
os.environ.pop("PYTHONHOME", None)
if os.environ.get("PATH", "").split(os.pathsep)[0] != _venv_bin:
    os.environ["PATH"] = _venv_bin + (os.pathsep + os.environ["PATH"] if os.environ.get("PATH") else "")

# What a folder of packages adds goes to the end, and from there to the front.
_venv_count = len(sys.path)
site.addsitedir(os.path.join(_venv_dir, __VENV_PURELIB__))
if os.path.realpath(os.path.join(_venv_dir, __VENV_PLATLIB__)) != os.path.realpath(os.path.join(_venv_dir, __VENV_PURELIB__)):
    site.addsitedir(os.path.join(_venv_dir, __VENV_PLATLIB__))
sys.path[:] = sys.path[_venv_count:] + sys.path[:_venv_count]

if sys.prefix != _venv_dir:
    sys.real_prefix = sys.prefix
    sys.prefix = sys.exec_prefix = _venv_dir
