/** Real lines of Python, uv and pip: the reason, and the names that are told of them. */
import { describe } from 'vitest';
import { tells } from './told.ts';

describe('Python', () => {
  tells([
    [
      "ModuleNotFoundError: No module named 'my_pkg.sub'",
      'python-import-api-break',
      '`my_pkg.sub`',
    ],
    ['ModuleNotFoundError: No module named my_pkg', 'python-module-missing', '`my_pkg`'],
    ['/usr/bin/python3.11: No module named my_srv', 'python-module-missing', '`my_srv`'],
    ['C:\\Python\\python.exe: No module named my_srv', 'python-module-missing', '`my_srv`'],
    [
      "ImportError: cannot import name 'my_name' from 'my_pkg.sub'",
      'python-import-api-break',
      '`my_name`',
    ],
    [
      'pydantic.errors.PydanticImportError: `BaseSettings` has been moved to the `pydantic-settings` package',
      'python-import-api-break',
      'BaseSettings',
    ],
    ["ModuleNotFoundError: No module named 'tomllib'", 'python-version', '`tomllib`'],
    [
      "ModuleNotFoundError: No module named '__future__.annotations'",
      'python-version',
      '`__future__.annotations`',
    ],
    [
      "AttributeError: module 'asyncio' has no attribute 'TaskGroup'",
      'python-version',
      '`TaskGroup`',
    ],
    [
      "ImportError: cannot import name 'override' from 'typing' (/usr/lib/python3.10/typing.py)",
      'python-version',
      '`override`',
    ],
    ["TypeError: 'type' object is not subscriptable", 'python-version'],
    [
      "ERROR: Package 'srv' requires a different Python: 3.9.6 not in '>=3.10'",
      'python-version',
      '>=3.10',
    ],
    ['error: No interpreter found for Python >=3.12', 'python-version', '>=3.12'],
    ['RuntimeError: This server requires Python 3.11', 'python-version', '3.11'],
    ['RuntimeError: require at least Python version >= 3.11', 'python-version', '3.11'],
    ['RuntimeError: Python 3.11 or higher is required', 'python-version', '3.11'],
    ['RuntimeError: Python >= 3.11+ needed', 'python-version', '3.11'],
  ]);
});

describe('uv and pip', () => {
  tells([
    [
      'error: Package `my-srv.x` was not found in the registry',
      'pypi-package-not-found',
      '`my-srv.x`',
    ],
    [
      '  × No solution found when resolving tool dependencies:\n  ╰─▶ Because my-srv was not found in the package registry and you require my-srv, we can conclude that your requirements are unsatisfiable.',
      'pypi-package-not-found',
      '`my-srv`',
    ],
    ['ERROR: No matching distribution found for my-srv', 'pypi-package-not-found', 'my-srv'],
    [
      'error: Failed to spawn: `my-srv`\n  Caused by: No such file or directory (os error 2)',
      'uv-failed-to-spawn',
      '`my-srv`',
    ],
    [
      'An executable named `my-srv` is not provided by package `my-pkg`.',
      'uv-no-executable',
      'my-pkg',
    ],
  ]);
});
