/**
 * What is known by heart about programs and packages that launch servers: where a program comes
 * from, and which package brings a Python module of another name.
 */

/** One sentence each; keys are program names without extension. */
const origins: ReadonlyArray<readonly [names: readonly string[], how: string]> = [
  [['node', 'npx', 'npm', 'corepack'], 'Install Node.js from https://nodejs.org'],
  [['uv', 'uvx'], 'Install uv: https://docs.astral.sh/uv/getting-started/installation'],
  [['python', 'python3', 'py', 'pip', 'pip3'], 'Install Python from https://www.python.org'],
  [['docker'], 'Install Docker from https://docs.docker.com/get-started/get-docker'],
  [['podman'], 'Install Podman from https://podman.io'],
  [['bun', 'bunx'], 'Install Bun from https://bun.com'],
  [['deno'], 'Install Deno from https://deno.com'],
  [['pnpm', 'pnpx'], 'Install pnpm: `npm install -g pnpm`'],
  [['yarn'], 'Install Yarn: `npm install -g yarn`'],
  [['tsx'], 'Install tsx: `npm install -g tsx`'],
  [['ts-node'], 'Install ts-node: `npm install -g ts-node typescript`'],
  [['pipx'], 'Install pipx: https://pipx.pypa.io'],
  [['poetry'], 'Install Poetry: https://python-poetry.org'],
  [['go'], 'Install Go from https://go.dev/dl'],
  [['cargo', 'rustc'], 'Install Rust from https://rustup.rs'],
  [['java'], 'Install a Java runtime, for example from https://adoptium.net'],
  [['dotnet', 'dnx'], 'Install .NET from https://dotnet.microsoft.com/download'],
  [['ruby', 'bundle', 'gem'], 'Install Ruby from https://www.ruby-lang.org'],
  [['php', 'composer'], 'Install PHP from https://www.php.net'],
  [['git'], 'Install Git from https://git-scm.com'],
];

/** Python modules whose package has another name. */
const pythonPackages: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  fitz: 'pymupdf',
  git: 'GitPython',
  github: 'PyGithub',
  googleapiclient: 'google-api-python-client',
  jwt: 'PyJWT',
  MySQLdb: 'mysqlclient',
  PIL: 'pillow',
  pptx: 'python-pptx',
  psycopg2: 'psycopg2-binary',
  serial: 'pyserial',
  sklearn: 'scikit-learn',
  slugify: 'python-slugify',
  telegram: 'python-telegram-bot',
  yaml: 'pyyaml',
};

/** What people call a directory of their own program. */
const ownNames =
  /^(?:src|server|servers|main|app|apps|lib|core|client|clients|api|config|configs|settings|utils?|helpers?|common|tools?|models?|handlers?|services?|routes?|modules?|packages?|tests?|scripts?|examples?|db|database|schemas?|types|constants|logger|logging_config|cli|commands?|agents?|prompts?|resources?|backend|mcp_server|shared|base|local|package|project|plugin|plugins|auth|cache|data|storage|version|_version)$/i;

/** Programs that start another one, whose name follows. */
const prefixes = /^(?:cmd|cmd\.exe|\/c|\/d|\/s|env|wsl|wsl\.exe|sudo|nohup|exec|call)$/i;

/** Runners whose first plain argument is a package. */
const packageRunners = /^(?:npx|bunx|uvx|pnpx|dlx|exec|x)$/;

/** The file name without directory and Windows extension. */
export function programName(path: string): string {
  const file = path.split(/[\\/]/).pop() ?? path;
  return file.replace(/\.(?:exe|cmd|bat|ps1)$/i, '');
}

/** Where a program comes from, if that is known. */
export function origin(program: string): string | undefined {
  return origins.find(([names]) => names.includes(program.toLowerCase()))?.[1];
}

/** The package that brings a Python module. */
export function pythonPackage(module: string): string {
  const top = module.split('.')[0] ?? module;
  return Object.hasOwn(pythonPackages, top) ? (pythonPackages[top] ?? top) : top.replace(/_/g, '-');
}

/** Whether a Python module is the server's own, by its name or by that of its package. */
export function isOwnModule(top: string, ran: string | undefined): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[-_.]/g, '');
  if (ownNames.test(top)) return true;
  return ran !== undefined && plain(ran.replace(/[@=<>[].*$/, '')) === plain(top);
}

/** The program a person would say was started: `npx` for `cmd /c npx -y pkg`. */
export function typedProgram(command: readonly string[]): string | undefined {
  return command.find((part) => !prefixes.test(part) && !/^\w+=/.test(part)) ?? command[0];
}

/** The package that `npx`, `uvx` and their kind were told to run. */
export function typedPackage(command: readonly string[]): string | undefined {
  const runner = command.findIndex((part) => packageRunners.test(programName(part)));
  if (runner < 0) return undefined;
  const words = command.slice(runner + 1);
  const named = words.findIndex((part) => /^(?:--from|-p|--package)$/.test(part));
  if (named >= 0) return words[named + 1];
  return words.find((part) => !part.startsWith('-'));
}
