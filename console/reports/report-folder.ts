import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../serving/errors.js';
import { evaluationReportSchema, type FoundReport, failuresReportSchema } from '../model/reports.js';

/** Names of the files that commands write beside their pages. */
const REPORT_FILES = ['report.json', 'failures.json'];
/** The largest file that is read, in bytes. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Folders below the folder, and entries in all of them, that are looked at. */
const MOST_DEPTH = 4;
const MOST_ENTRIES = 20_000;
/** The latest reports that are shown. */
const MOST_REPORTS = 50;

const reportSchema = z.discriminatedUnion('kind', [evaluationReportSchema, failuresReportSchema]);

interface KnownReport {
  readonly changedMs: number;
  readonly found: FoundReport;
}

/** A file that may be a report. */
interface FoundFile {
  /** Path below the folder. */
  readonly file: string;
  readonly changedMs: number;
  readonly bytes: number;
}

/**
 * Every report in a folder and its folders, the latest file first. Files are read again only when they have changed. Links are
 * not followed, and nothing but plain files is read.
 */
export class ReportFolder {
  readonly #folder: string | undefined;
  #read = new Map<string, KnownReport>();
  #reading: Promise<FoundReport[]> | undefined;

  /** @param folder undefined: there are none */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** Whoever asks while it is being read gets what comes of that. */
  reports(): Promise<FoundReport[]> {
    this.#reading ??= this.#look().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #look(): Promise<FoundReport[]> {
    const folder = this.#folder;
    if (folder === undefined) return [];
    const { files, problems } = await filesBelow(folder);
    const latest = files.sort((one, other) => other.changedMs - one.changedMs).slice(0, MOST_REPORTS);
    const read = new Map<string, KnownReport>();
    for (const { file, changedMs, bytes } of latest) {
      const known = this.#read.get(file);
      const isKnown = known?.changedMs === changedMs;
      read.set(file, isKnown ? known : { changedMs, found: await readReport(join(folder, file), file, bytes) });
    }
    this.#read = read;
    return [...[...read.values()].map(({ found }) => found), ...problems];
  }
}

async function filesBelow(folder: string): Promise<{ files: FoundFile[]; problems: FoundReport[] }> {
  const files: FoundFile[] = [];
  const problems: FoundReport[] = [];
  const folders = [{ path: '', depth: 0 }];
  let looked = 0;
  for (let next = folders.shift(); next; next = folders.shift()) {
    const { path, depth } = next;
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error) => {
      problems.push({ file: path || '.', problem: `it cannot be read: ${messageOf(error)}` });
      return [];
    });
    for (const entry of entries) {
      looked += 1;
      if (looked > MOST_ENTRIES) {
        problems.push({ file: path || '.', problem: `only the first ${MOST_ENTRIES} entries are looked at` });
        return { files, problems };
      }
      const file = join(path, entry.name);
      if (entry.isDirectory() && depth < MOST_DEPTH) folders.push({ path: file, depth: depth + 1 });
      if (!entry.isFile() || !REPORT_FILES.includes(entry.name)) continue;
      const state = await lstat(join(folder, file)).catch(() => undefined);
      if (state?.isFile()) files.push({ file, changedMs: state.mtimeMs, bytes: state.size });
    }
  }
  return { files, problems };
}

async function readReport(path: string, file: string, bytes: number): Promise<FoundReport> {
  if (bytes > MOST_BYTES) return { file, problem: `it has ${bytes} bytes; at most ${MOST_BYTES} are read` };
  try {
    const parsed = reportSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (parsed.success) return { file, report: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    return { file, problem: `it is no report: ${where}${issue?.message}` };
  } catch (error) {
    return { file, problem: `it is no report: ${messageOf(error)}` };
  }
}
