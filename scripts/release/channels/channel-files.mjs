/** All that a release hands to other channels than npm, as texts by file. Pure. */
import { homebrewFormula } from './homebrew.mjs';
import { scoopManifest } from './scoop.mjs';
import { wingetManifests } from './winget.mjs';

/** `facts` as of release-facts.mjs. Paths are those in the directory of the release. */
export function channelFiles(facts) {
  const winget = Object.entries(wingetManifests(facts));
  return {
    'homebrew/mcp-shield.rb': homebrewFormula(facts),
    'scoop/mcp-shield.json': scoopManifest(facts),
    ...Object.fromEntries(winget.map(([name, text]) => [`winget/${name}`, text])),
  };
}

/** The installers know where releases are only once there is one. Throws if it is not asked for. */
export function filledIn(script, { releases }) {
  if (!script.includes("'@RELEASES@'")) throw new Error('the script asks for no place of releases');
  return script.replace("'@RELEASES@'", `'${releases}'`);
}
