import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../serving/errors.js';
import { evaluationReportSchema, type FoundReport, failuresReportSchema } from '../model/reports.js';

/** Names of the files that commands write beside their pages. */
const REPORT_FILES = ['report.json', 'failures.json'];
/** The largest file that is read, in bytes. */
const MOST_BYTES = 16 * 1024 * 1024;
/** The latest reports that are shown. */
const MOST_REPORTS = 50;

const reportSchema = z.discriminatedUnion('kind', [evaluationReportSchema, failuresReportSchema]);

/**
 * Every report in a folder and its folders, the latest file first. Files are read again only when they have changed.
 */
export class ReportFolder {
  readonly #folder: string | undefined;
  readonly #read = new Map<string, { readonly changedMs: number; readonly found: FoundReport }>();

  /** @param folder undefined: there are none */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  async reports(): Promise<FoundReport[]> {
    const folder = this.#folder;
    if (folder === undefined) return [];
    const names = await readdir(folder, { recursive: true }).catch((error) => [messageOf(error)]);
    const files = names.filter((name) => REPORT_FILES.some((file) => name === file || name.endsWith(`/${file}`)));
    const found = await Promise.all(files.map((file) => this.#report(folder, file)));
    return found
      .filter((each) => each !== undefined)
      .sort((one, other) => other.changedMs - one.changedMs)
      .slice(0, MOST_REPORTS)
      .map((each) => each.found);
  }

  async #report(folder: string, file: string) {
    const path = join(folder, file);
    const known = this.#read.get(file);
    const state = await stat(path).catch(() => undefined);
    if (!state) return undefined;
    if (known && known.changedMs === state.mtimeMs) return known;
    const read = { changedMs: state.mtimeMs, found: await readReport(path, file, state.size) };
    this.#read.set(file, read);
    return read;
  }
}

async function readReport(path: string, file: string, bytes: number): Promise<FoundReport> {
  if (bytes > MOST_BYTES) return { file, problem: `it has ${bytes} bytes; at most ${MOST_BYTES} are read` };
  try {
    const parsed = reportSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (parsed.success) return { file, report: parsed.data };
    const [issue] = parsed.error.issues;
    return { file, problem: `it is no report: ${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    return { file, problem: `it is no report: ${messageOf(error)}` };
  }
}
