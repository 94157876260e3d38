import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { NluError } from '../../serving/errors.js';
import { type CorpusIdentity, corpusName } from '../corpus/corpus-identity.js';
import { drawOf } from '../corpus/folds.js';
import { readJsonLines } from '../corpus/json-lines.js';
import { rowError } from '../corpus/row-error.js';
import { type HypothesisRow, hypothesisRow, type RowSchemas } from './hypothesis-row.js';
import { declaredKinds, problemOf, type ScoreKinds, SeenScores, undeclaredProblem } from './score-kinds.js';

/** How many hypotheses are kept in memory, over all rows: far more than a few dozen weights can learn from. */
export const MOST_HYPOTHESES = 250_000;

/** The rows of files, as far as memory holds them. */
export interface ReadRows {
  readonly rows: readonly HypothesisRow[];
  readonly kinds: ScoreKinds;
  /** The files, each with all of its rows. */
  readonly corpora: readonly CorpusIdentity[];
  /** How many rows were read; `rows` is a fair draw of them where there were too many. */
  readonly read: number;
  /** Names of scores in the rows that the declaration leaves out. */
  readonly ignored: readonly string[];
}

export interface ReadOptions {
  readonly schemas: RowSchemas;
  /** The domain of hypotheses and truths that name none. */
  readonly domain?: string | undefined;
  /** Whether rows may lack their truth. */
  readonly isTruthOptional?: boolean | undefined;
  /** Kinds that the caller declares; absent: those of the first line, else what the values look like. */
  readonly declared?: ScoreKinds | undefined;
  /** Told now and then how many rows were read, and the share of the bytes, in [0, 1]; 0 of a pipe. */
  readonly onProgress?: ((rows: number, share: number) => void) | undefined;
  /** At most this many hypotheses are kept; absent: MOST_HYPOTHESES. */
  readonly mostHypotheses?: number | undefined;
}

/** Progress is told once for this many rows. */
const ROWS_PER_REPORT = 5_000;

/**
 * Reads files of hypotheses line by line, checks every row, and keeps all of them, or where there are too many those
 * that draw a small number by text and id: the same ones in any order, and some of a text that most rows have.
 * @throws NluError NOT_FOUND without such a file, INVALID_ARGUMENT naming file, line and field
 */
export async function readHypothesisRows(files: readonly string[], options: ReadOptions): Promise<ReadRows> {
  const kept = new Kept(options.mostHypotheses ?? MOST_HYPOTHESES);
  const seen = new SeenScores();
  const corpora: CorpusIdentity[] = [];
  let kinds = options.declared;
  let read = 0;
  const sizes = files.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  for (const [place, file] of files.entries()) {
    // Ids are compared by 53 bits of their digest: a million strings would take more memory than the rows that are kept.
    const ids = new Map<number, number>();
    const hash = createHash('sha256');
    let bytes = 0;
    const count = (chunk: Buffer) => {
      hash.update(chunk);
      bytes += chunk.length;
    };
    let rows = 0;
    for await (const json of readJsonLines(file, count)) {
      const { line } = json;
      if (json.value.text === undefined && json.value.scores !== undefined) {
        if (rows > 0) throw rowError(file, line, 'a declaration of scores stands in the first line, before all rows');
        const found = declaredKinds(json.value.scores, `${file}:${line}`);
        kinds ??= found;
        continue;
      }
      const row = hypothesisRow(json, { ...options, file });
      checkId(row, file, ids);
      checkScores(row, file, options.declared ?? kinds, seen);
      kept.add(row);
      rows++;
      read++;
      // A pipe has no size: nobody knows how much of it is left.
      if (read % ROWS_PER_REPORT === 0) options.onProgress?.(read, Math.min(1, (before + bytes) / (total || Infinity)));
    }
    if (rows === 0) throw new NluError('INVALID_ARGUMENT', `${file}: holds no rows`);
    corpora.push({ name: corpusName(file), rows, sha256: hash.digest('hex') });
    refuseTwins(corpora);
    before += sizes[place];
  }
  const ignored = kinds ? seen.names.filter((name) => !kinds.has(name)) : [];
  return { rows: kept.rows(), kinds: kinds ?? seen.kinds(), corpora, read, ignored };
}

/**
 * Refuses a file whose contents another one has: its rows would count twice.
 * @throws NluError INVALID_ARGUMENT naming both
 */
export function refuseTwins(corpora: readonly CorpusIdentity[]): void {
  for (const [place, { name, sha256 }] of corpora.entries()) {
    const twin = corpora.slice(0, place).find((other) => other.sha256 === sha256);
    if (twin)
      throw new NluError('INVALID_ARGUMENT', `--hypotheses: ${twin.name} and ${name} hold the same; give it once`);
  }
}

/** The rows that are kept: a fair draw, halved whenever it holds too many hypotheses. */
class Kept {
  readonly #most: number;
  #below = 1;
  #hypotheses = 0;
  #rows: { readonly row: HypothesisRow; readonly draw: number }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(row: HypothesisRow): void {
    const draw = drawOf(row.text, `hypotheses ${row.id}`);
    if (draw >= this.#below) return;
    this.#rows.push({ row, draw });
    this.#hypotheses += row.hypotheses.length;
    while (this.#hypotheses > this.#most && this.#rows.length > 1) {
      this.#below /= 2;
      this.#rows = this.#rows.filter((kept) => kept.draw < this.#below);
      this.#hypotheses = this.#rows.reduce((sum, kept) => sum + kept.row.hypotheses.length, 0);
    }
  }

  rows(): HypothesisRow[] {
    return this.#rows.map(({ row }) => row);
  }
}

function checkId({ id, line }: HypothesisRow, file: string, ids: Map<number, number>): void {
  const digest = createHash('sha256').update(id).digest();
  const key = digest.readUIntBE(0, 6) * 32 + (digest[6] >> 3);
  const earlier = ids.get(key);
  if (earlier !== undefined)
    throw rowError(file, line, `field "id": "${id}" is taken by line ${earlier}; ids must be unique`);
  ids.set(key, line);
}

function checkScores(
  { hypotheses, line }: HypothesisRow,
  file: string,
  kinds: ScoreKinds | undefined,
  seen: SeenScores,
): void {
  for (const [index, { scores }] of hypotheses.entries()) {
    for (const [name, value] of Object.entries(scores)) {
      if (value === null || value === undefined) continue;
      const field = `field "hypotheses[${index}].scores.${name}"`;
      const isNew = seen.add(name, value);
      const misnamed = isNew && !kinds ? undeclaredProblem(name, seen) : undefined;
      if (misnamed) throw rowError(file, line, `${field}: ${misnamed}`);
      // Those that a declaration leaves out are not read.
      const kind = kinds ? kinds.get(name) : 'number';
      const problem = kind && problemOf(kind, value);
      if (problem) throw rowError(file, line, `${field} is ${value}; ${problem}`);
    }
  }
}

function sizeOf(file: string): number {
  if (!existsSync(file)) throw new NluError('NOT_FOUND', `--hypotheses ${file}: no such file`);
  const found = statSync(file);
  if (found.isDirectory()) throw new NluError('INVALID_ARGUMENT', `--hypotheses ${file}: is a folder, not a file`);
  return found.size;
}
