"""Runs one program in a clone of the image. This module is part of the image, under the name `_sandbox`.

The host calls `run()`, by the name `_sandbox_run` that the image puts among the built-in ones. The program's text and settings come from the host, and what the host cannot see from outside
(an exit code, an uncaught exception, the last value) goes back to it. Names that are needed after the program ran are bound
here while the image is built, so that a program which replaces them in their modules changes nothing.
"""

import ast
import atexit
import builtins
import codeop
import errno
import gc
import io
import json
import linecache
import marshal
import os
import sys
import traceback
import __future__

import _host

# What the host understands; the first byte of a message to it.
_REQUEST = b"q"
_REPORT = b"r"
_OPEN_FILES = b"o"

# The longest texts of a report. The host has caps of its own; these keep a report from being refused.
_MAX_MESSAGE = 16 * 1024
_MAX_TRACEBACK = 64 * 1024
_MAX_REPR = 64 * 1024
_MAX_JSON = 256 * 1024

_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag
del _name

_call = _host.call
_compile = builtins.compile
_exec = builtins.exec
_eval = builtins.eval
_loads = marshal.loads
_quoted = json.encoder.c_encode_basestring_ascii
_strict_json = json.JSONEncoder(allow_nan=False).encode
_format_exception = traceback.format_exception
_default_hook = sys.__excepthook__
# What the image was built with: the variables of a usual program.
_usual_environment = dict(os.environ)
_environment = _usual_environment

# What the file tree answers when a quota is used up.
_DISK_ERRORS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EFBIG))


def run():
    mode, file, args, environment, last_value, final, source = _loads(_call(_REQUEST))
    _settle(file, args, environment)
    main = sys.modules["__main__"].__dict__
    report = {}
    try:
        if mode == "check":
            _compile(source, file, "exec", dont_inherit=True)
        elif mode == "interactive":
            _interact(source, file, main, report)
        else:
            _script(source, file, last_value, main, report)
    except SystemExit as leaving:
        report["exit"] = _exit_code(leaving.code)
    except BaseException as error:
        try:
            _describe(error, file, report, silent=mode == "check")
        except BaseException:
            # Everything about an exception can be code of the program's: its text, its class, its file name.
            report["exception"] = {"type": "Exception", "message": "<the exception could not be described>", "traceback": "", "line": None}
    if final:
        _finish(report)
    _flush(sys.stdout)
    _flush(sys.stderr)
    if report:
        _call(_REPORT + _encoded(report).encode("ascii"))


def _settle(file, args, environment):
    """Makes the process look as the host wants it. The image has the usual environment already: then the host sends none."""
    global _environment
    if environment is None:
        environment = _usual_environment
    if environment != _environment:
        for name in list(os.environ):
            if name not in environment:
                del os.environ[name]
        os.environ.update(environment)
        _environment = environment
    sys.argv[:] = [file, *args]


def _script(source, file, last_value, main, report):
    main["__file__"] = file
    _remember(file, source)
    if not last_value:
        code = _compile(source, file, "exec", dont_inherit=True)
        _exec(code, main)
        return
    tree = _compile(source, file, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    code = _compile(tree, file, "exec", dont_inherit=True)
    if last is None:
        _exec(code, main)
        return
    # The expression is compiled before anything runs: an error of syntax stops the whole program, as it should.
    expression = _compile(ast.Expression(last.value), file, "eval", code.co_flags & _FUTURE_FLAGS, dont_inherit=True)
    _exec(code, main)
    value = _eval(expression, main)
    if value is not None:
        report["value"] = _value(value)


def _interact(source, file, main, report):
    text = source.decode("utf-8")
    try:
        code = codeop.compile_command(text, file, "single")
    except SyntaxError as error:
        # Where in codeop it came up is nothing to show.
        raise error.with_traceback(None)
    if code is None:
        report["incomplete"] = True
        return
    _remember(file, source)
    _exec(code, main)


def _encoded(value):
    """A report as JSON, by nothing that a program could have replaced."""
    if isinstance(value, str):
        # The host reads strict JSON, which has no lone surrogates.
        return _quoted(str.encode(value, "utf-8", "backslashreplace").decode("utf-8"))
    if isinstance(value, dict):
        return "{" + ",".join([f"{_quoted(key)}:{_encoded(item)}" for key, item in value.items()]) + "}"
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    return str(value) if type(value) is int else _encoded(str(value))


def _remember(file, source):
    """Lets tracebacks and `inspect` show the program's lines: the program is no file."""
    lines = source.decode("utf-8", "replace").splitlines(True)
    linecache.cache[file] = (len(source), None, lines, file)


def _value(value):
    text = repr(value)
    described = {"repr": text[:_MAX_REPR], "truncated": len(text) > _MAX_REPR}
    try:
        encoded = _strict_json(value)
        if len(encoded) <= _MAX_JSON:
            described["json"] = encoded
    except Exception:
        pass
    return described


def _exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return int.__and__(code, 0xFF)
    try:
        sys.stderr.write(f"{code}\n")
    except Exception:
        pass
    return 1


def _describe(error, file, report, silent=False):
    """Prints the traceback as Python does, without this module's frames, and tells the host."""
    kind = type(error)
    frames = error.__traceback__
    frames = frames.tb_next if frames is not None else None
    # The frames between run() and the program's own are this module's.
    while frames is not None and frames.tb_frame.f_globals is globals():
        frames = frames.tb_next
    error.__traceback__ = frames
    try:
        text = "".join(_format_exception(kind, error, frames, colorize=False))
    except BaseException:
        text = f"{kind.__qualname__}: <the exception could not be printed>\n"
    if not silent:
        hook = sys.excepthook
        try:
            if hook is _default_hook:
                sys.stderr.write(text)
            else:
                hook(kind, error, frames)
        except BaseException:
            _try_write(text)
    try:
        message = str(error)
    except BaseException:
        message = "<the exception's text could not be read>"
    module = kind.__module__
    name = kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"
    line = None
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno
    while frames is not None:
        if frames.tb_frame.f_code.co_filename == file:
            line = frames.tb_lineno
        frames = frames.tb_next
    if len(text) > _MAX_TRACEBACK:
        half = _MAX_TRACEBACK // 2
        text = text[:half] + "\n[...]\n" + text[-half:]
    report["exception"] = {
        "type": name,
        "message": message[:_MAX_MESSAGE],
        "traceback": text,
        "line": line if type(line) is int and 0 < line < 1 << 31 else None,
    }
    report["out_of_memory"] = isinstance(error, MemoryError)
    report["out_of_disk"] = isinstance(error, OSError) and error.errno in _DISK_ERRORS


def _try_write(text):
    try:
        sys.__stderr__.write(text)
    except BaseException:
        pass


def _finish(report):
    """The end of a process, without tearing the interpreter down: exit functions, then what is still in buffers."""
    try:
        atexit._run_exitfuncs()
    except BaseException as error:
        if "exception" not in report and "exit" not in report:
            _describe(error, "", report)
    if int.from_bytes(_call(_OPEN_FILES), "little"):
        # Only objects made since the image was frozen are looked at.
        for candidate in gc.get_objects():
            if isinstance(candidate, (io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper)):
                _flush(candidate)


def _flush(stream):
    try:
        if not stream.closed:
            stream.flush()
    except BaseException:
        pass
