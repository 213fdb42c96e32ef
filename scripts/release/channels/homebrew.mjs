/** The formula for a tap: `brew install <owner>/<tap>/mcp-shield`. Pure. */

/** Homebrew's own check wants a description shorter than 80 characters. */
const description = 'Keeps MCP sessions alive while stdio servers crash or print noise';

/** Text of `mcp-shield.rb`. */
export function homebrewFormula({ version, license, repository, archives }) {
  const source = (target) => {
    const { url, sha256 } = archives[target];
    return `      url "${url}"\n      sha256 "${sha256}"`;
  };
  const system = (word, name) => `  on_${word} do
    on_arm do
${source(`${name}-arm64`)}
    end
    on_intel do
${source(`${name}-x64`)}
    end
  end`;
  return `class McpShield < Formula
  desc "${description}"
  homepage "${repository.url}"
  version "${version}"
  license "${license}"

${system('macos', 'darwin')}

${system('linux', 'linux')}

  def install
    bin.install "mcp-shield"
  end

  test do
    assert_equal version.to_s, shell_output("#{bin}/mcp-shield --version").strip
  end
end
`;
}
