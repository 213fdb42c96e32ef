/**
 * Which paths stay. Only by their names: a file that is there now may lie in a directory that is
 * emptied tomorrow, or in one that the next update replaces.
 */

type Variables = Readonly<Record<string, string | undefined>>;

/** Names of directories that hold what can be fetched again, or what one run or one shell needs. */
const cacheNames =
  /^(?:_npx|_cacache|\.?cache|caches|[\w.]+-cache|dlx-.*|bunx-.*|xfs-.*|fnm_multishells|temp|tmp)$/i;

const cachePaths = /^(?:\/run\/user\/|\/var\/folders\/|\/private\/var\/folders\/|\/dev\/shm\/)/;

/** Below a cache or a directory for temporary files. `path` may end with a separator. */
export function isFleeting(path: string, environment: Variables): boolean {
  if (cachePaths.test(path)) return true;
  const parts = path.split(/[\\/]/).slice(0, -1);
  if (parts.some((part) => cacheNames.test(part))) return true;
  const folded = path.replaceAll('\\', '/').toLowerCase();
  return ['TMPDIR', 'TEMP', 'TMP', 'XDG_CACHE_HOME', 'npm_config_cache'].some((name) => {
    const directory = environment[name]?.replaceAll('\\', '/').replace(/\/+$/, '').toLowerCase();
    return directory !== undefined && directory !== '' && folded.startsWith(`${directory}/`);
  });
}

/** In a directory of a version manager, with a version in its name. */
export function isVersionBound(path: string): boolean {
  const versionsOfNode =
    /[\\/](?:\.?nvm|\.?fnm|\.?volta|\.?asdf|mise|\.?nodenv|\.?nvs|\.?n|Cellar|installs|node_installations|node-versions)[\\/]/i;
  return versionsOfNode.test(path) && /[\\/](?:node-)?v?\d+\.\d+[\w.-]*[\\/]/.test(path);
}
