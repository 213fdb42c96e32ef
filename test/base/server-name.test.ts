/** The name of a server that was given none, as its log file and `status` show it. */
import { describe, expect, it } from 'vitest';
import { runnerLimits } from '../../src/base/limits.ts';
import { nameOfServer } from '../../src/base/server-name.ts';

describe('the name of a server', () => {
  it.each([
    ['npx -y @modelcontextprotocol/server-github@1.2.0', 'server-github'],
    ['npx -y mcp-remote https://example.com/sse', 'mcp-remote'],
    ['uvx mcp-server-git', 'mcp-server-git'],
    ['node /home/me/weather/dist/index.js', 'weather'],
    ['python3 -m weather_server', 'weather_server'],
    ['/opt/tools/weather.py', 'weather'],
    ['docker run -i --rm -e TOKEN=abc ghcr.io/github/github-mcp-server:1', 'github-mcp-server'],
    ['C:\\tools\\node.exe C:\\weather\\build\\server.js', 'weather'],
    ['cat', 'cat'],
    ['mynode server-b', 'mynode'],
    ['nodemon server-b', 'nodemon'],
    ['python -m weather', 'weather'],
    ['python3.12 weather.pyz', 'weather.pyz'],
    ['python.exe /srv/weather.json', 'weather.json'],
    ['npx tsx weather.mjs', 'weather'],
    ['npx ./weather/', 'weather'],
    ['npx weather.cts', 'weather'],
    ['npx a.weather@x:1', 'a.weather'],
    ['node -', 'node'],
    ['../../..', 'server'],
  ])('%s → %s', (command, name) => {
    expect(nameOfServer(undefined, command.split(' '))).toBe(name);
  });

  it('is the one given, as far as a file can be called so', () => {
    expect(nameOfServer('my  server/../x', ['cat'])).toBe('my-server-..-x');
    expect(nameOfServer('..-x-..', ['cat'])).toBe('x');
    const long = 'x'.repeat(runnerLimits.serverNameCharsMax);
    expect(nameOfServer(`${long}y`, ['cat'])).toBe(long);
  });

  it('is a general one, if nothing is known', () => {
    expect([nameOfServer('', ['cat']), nameOfServer(undefined, [])]).toEqual(['server', 'server']);
  });
});
