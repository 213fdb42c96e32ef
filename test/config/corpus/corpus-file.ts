/**
 * What is known of a file of the corpus beside its text. `CORPUS_SET` is set when it is read,
 * `CORPUS_UNSET` is not.
 */
export type CorpusFile = readonly [
  client: string,
  peculiarity: string,
  text: string,
  known?: {
    /** Below the home or the project; otherwise the first place of the client. */
    readonly file?: string;
    /** Servers that wrap leaves alone although they have no URL. */
    readonly left?: readonly string[];
    /** Servers that doctor does not start, because only the client could, or would not. */
    readonly notStarted?: readonly string[];
  },
];
