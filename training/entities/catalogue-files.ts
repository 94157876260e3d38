import { createHash, type Hash } from 'node:crypto';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { Entity } from '../../domains/core/resolution/entities/entity.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { catalogueRowSchema, seriesOf } from '../catalogue/catalogue.js';
import { type JsonLine, readJsonLines } from '../corpus/json-lines.js';
import type { CataloguePlan } from './catalogue-plan.js';
import { MentionedEntities } from './mentioned-entities.js';

/** Wrong rows that one error names. */
const MOST_PROBLEMS = 10;

/** A file that a catalogue is built of. */
export interface CatalogueSource {
  /** The file's name without its folder. */
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
}

/** The files of a catalogue, whose entities can be read any number of times, row by row. */
export class CatalogueFiles {
  readonly sources: CatalogueSource[] = [];
  /** Rows of kinds that the domain has no use for, by kind. */
  readonly leftOut = new Map<string, number>();
  readonly #paths: readonly string[];
  readonly #plan: CataloguePlan;
  readonly #mentioned: MentionedEntities;
  #where = 'catalogue';

  private constructor(paths: readonly string[], plan: CataloguePlan) {
    this.#paths = paths;
    this.#plan = plan;
    this.#mentioned = new MentionedEntities(plan.mentioned);
  }

  /**
   * Reads the files once, and checks every row.
   * @param onBytes told how many bytes are read
   * @throws NluError INVALID_ARGUMENT with file and line of the rows that are wrong, ten at most, and what is allowed
   */
  static async check(
    paths: readonly string[],
    plan: CataloguePlan,
    onBytes: (bytes: number) => void = () => {},
  ): Promise<CatalogueFiles> {
    const files = new CatalogueFiles(paths, plan);
    const problems: string[] = [];
    for (const path of paths) await files.#checkFile(path, problems, onBytes);
    if (problems.length === 0) return files;
    const more = problems.length > MOST_PROBLEMS ? `\n… and ${problems.length - MOST_PROBLEMS} more` : '';
    throw new NluError('INVALID_ARGUMENT', `${problems.slice(0, MOST_PROBLEMS).join('\n')}${more}`);
  }

  /** The entities in the order of their rows: those of the files, then those that these mention and do not list. */
  async *entities(): AsyncGenerator<Entity> {
    for (const path of this.#paths) {
      for await (const { line, value } of readJsonLines(path)) {
        this.#where = `${path}:${line}`;
        const entity = entityOf(value as CatalogueFileRow);
        if (!this.#takes(entity)) continue;
        const popularity = this.#mentioned.popularityOf(entity);
        yield popularity === entity.popularity ? entity : { ...entity, popularity };
      }
    }
    for (const entity of this.#mentioned.unlisted()) {
      this.#where = `${entity.kind} "${entity.title}", whom rows mention and none is, and who gets this id of the name`;
      yield entity;
    }
  }

  /** The file and line of the entity that was given last. */
  get where(): string {
    return this.#where;
  }

  async #checkFile(path: string, problems: string[], onBytes: (bytes: number) => void): Promise<void> {
    const hash: Hash = createHash('sha256');
    let rows = 0;
    try {
      const count = (bytes: Buffer) => {
        hash.update(bytes);
        onBytes(bytes.length);
      };
      for await (const line of readJsonLines(path, count, ({ message }) => problems.push(message))) {
        rows++;
        const problem = problemOf(line);
        if (problem !== undefined) {
          problems.push(`${path}:${line.line}: ${problem}`);
          continue;
        }
        const entity = entityOf(line.value as CatalogueFileRow);
        if (this.#takes(entity)) this.#mentioned.add(entity);
        else this.leftOut.set(entity.kind, (this.leftOut.get(entity.kind) ?? 0) + 1);
      }
    } catch (cause) {
      if (cause instanceof NluError) problems.push(messageOf(cause));
      else throw new NluError('NOT_FOUND', `catalogue ${path} cannot be read: ${messageOf(cause)}`, { cause });
    }
    this.sources.push({ name: basename(path), rows, sha256: hash.digest('hex') });
  }

  #takes({ kind }: Entity): boolean {
    return this.#plan.kinds.length === 0 || this.#plan.kinds.includes(kind);
  }
}

/** A row as it is written: checked, and nothing of it changed. */
type CatalogueFileRow = z.input<typeof catalogueRowSchema>;

function problemOf({ value }: JsonLine): string | undefined {
  const parsed = catalogueRowSchema.safeParse(value);
  if (parsed.success) {
    const isNamed = entityOf(value as CatalogueFileRow).title.trim() !== '';
    return isNamed ? undefined : 'title: a text that is not blank, unless full_title is one';
  }
  const [issue] = parsed.error.issues;
  const field = issue.path.join('.');
  // Numbers are ids in many a database.
  if (field === 'id' && typeof value.id === 'number')
    return `id: ${value.id} is a number; write it as text: "${value.id}"`;
  return field in value || issue.path.length > 1 ? `${field}: ${issue.message}` : `field "${field}" is missing`;
}

/** What a row says of an entity. */
export function entityOf(row: CatalogueFileRow): Entity {
  const { id, kind, creators } = row;
  const [year, popularity] = [row.year ?? undefined, row.popularity ?? undefined];
  const fullTitle = row.full_title?.replace(/\s*\([^()]*#[^()]*\)\s*$/u, '').trim() ?? '';
  // Goodreads has books whose original title is blank.
  const title = row.title.trim() === '' ? fullTitle : row.title;
  const otherTitle = fullTitle === '' || fullTitle === title ? [] : [fullTitle];
  const text = [...(row.genres ?? []), ...(row.text ? [row.text] : [])].join('. ');
  return {
    id,
    kind,
    title,
    aliases: [...new Set([...(row.aliases ?? []), ...otherTitle])],
    creators,
    partOf: [...(row.album === undefined ? [] : [row.album]), ...(row.series ?? seriesOf(row.full_title ?? ''))],
    ...(year === undefined ? {} : { year }),
    ...(popularity === undefined ? {} : { popularity }),
    ...(text === '' ? {} : { text }),
  };
}
