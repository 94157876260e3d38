/** A file in the project's own form, made from a published one. */
export interface MadeFile {
  /** Its place in the data folder, such as `snips/train.jsonl`. */
  readonly file: string;
  /** One object per line, in the order of the source. */
  readonly rows: readonly object[];
}

/** A file that figures of the project stand on, as it must come out. */
export interface KnownFile {
  readonly file: string;
  readonly rows: number;
  /** SHA-256 of the whole file, in hex. */
  readonly sha256: string;
}

/** A published corpus or catalogue, and how it becomes files of the data folder. */
export interface Source {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Where it is published, and which file or folder of it is wanted. */
  readonly published: string;
  /** What the user passes: the published file or folder. */
  readonly wanted: string;
  /** What the conversion keeps, drops and changes, a sentence each. */
  readonly rules: readonly string[];
  /** The rows of the published source that were compared by eye; a checksum guards the rest. */
  readonly tested: string;
  readonly makes: readonly KnownFile[];
  /** The files that are read, for their checksums. */
  readonly reads: (from: string) => readonly string[];
  /** @throws NluError INVALID_ARGUMENT naming file and place where the source is not of the published form. */
  readonly convert: (from: string) => readonly MadeFile[];
}
