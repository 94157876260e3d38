import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { arch, cpus } from 'node:os';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { sha256 } from '../../../bundles/format/digest.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { projectRoot } from '../../../serving/project.js';
import { type Question, textsOf } from './question.js';

/** Number of sets that are kept: enough for the versions that are active, a few candidates and corpora. */
const KEPT = 12;
const SUFFIX = '.json';

/**
 * Keeps the interpretations of a corpus by bundles for the next candidate beside them. A set is found again only for the same
 * bundle, questions, code, Node and processor, since each of them can change the last bit. What cannot be read is made
 * anew, and what cannot be written is not kept.
 */
export class InterpretationCache {
  readonly #folder: string;

  constructor(folder = join(projectRoot(), '.cache', 'interpretations')) {
    this.#folder = folder;
  }

  async read(digest: string, questions: readonly Question[]): Promise<Interpretation[] | undefined> {
    try {
      const kept = JSON.parse(await readFile(this.#file(digest, questions), 'utf8')) as Interpretation[];
      return kept.length === questions.flatMap(textsOf).length ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  async keep(
    digest: string,
    questions: readonly Question[],
    interpretations: readonly Interpretation[],
  ): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomic(this.#file(digest, questions), JSON.stringify(interpretations));
      await this.#forgetOldest();
    } catch {
      // A folder that cannot be written costs the next run a few seconds.
    }
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #file(digest: string, questions: readonly Question[]): string {
    return join(this.#folder, `${sha256(JSON.stringify([codeIdentity(), digest, questions]))}${SUFFIX}`);
  }

  async #forgetOldest(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(SUFFIX));
    const files = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    const oldest = files.sort((a, b) => b.at - a.at).slice(KEPT);
    await Promise.all(oldest.map(({ name }) => rm(join(this.#folder, name), { force: true })));
  }
}

let identity: string | undefined;

/** The sources that an interpretation is computed by. */
const CODE = ['domains/core', 'serving/numeric'];

/** A hash of everything but the bundle that an interpretation follows from. */
function codeIdentity(): string {
  const lock = join(projectRoot(), 'package-lock.json');
  identity ??= sha256(
    [process.version, arch(), cpus()[0]?.model ?? '', readFileSync(lock, 'utf8'), ...CODE.flatMap(sourcesOf)].join(
      '\0',
    ),
  );
  return identity;
}

function sourcesOf(folder: string): string[] {
  const path = join(projectRoot(), 'dist', folder);
  return (readdirSync(path, { recursive: true }) as string[])
    .filter((name) => /\.js$/u.test(name))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8'));
}
