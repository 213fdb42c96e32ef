/**
 * Whether a command may start a container: all that a start without one loads of this folder.
 */

/** Cheap, and right when it says no. */
export function maybeContainer(command: readonly string[]): boolean {
  return command.some((word) => /(?:docker|podman|nerdctl)/i.test(word));
}
