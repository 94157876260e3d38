import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Builds dist/ where its sources changed: tsc makes a module of every file, and rolldown rolls up the processes that
 * serve, in place of their main modules. Every npm script runs this first, so it must cost next to nothing when dist/ is
 * up to date.
 */

const root = import.meta.dirname;
const dist = join(root, 'dist');
/** Holds the process id of the build that is running. */
const lock = join(dist, '.lock');
/** Holds, for each step, the digest of the sources that dist/ was made from. */
const record = join(dist, '.built.json');
/** No build takes as long; a lock that is older was left behind. */
const LOCK_LIFETIME_MS = 600_000;

const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
const settings = ['build.mjs', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'rolldown.config.ts'];
/** Folders that no serving process is made of. */
const offline = ['training', 'cli', 'test/audit', 'test/drills'];

/** In the order in which they run: rolldown overwrites what tsc wrote. */
const steps = {
  tsc: { folders: include, args: ['-p', 'tsconfig.build.json'] },
  rolldown: { folders: include.filter((folder) => !offline.includes(folder)), args: ['-c'] },
};

mkdirSync(dist, { recursive: true });
const digests = Object.fromEntries(Object.entries(steps).map(([name, { folders }]) => [name, digestOf(folders)]));
if (staleSteps().length > 0) {
  await takeLock();
  try {
    // Another build may have done the work meanwhile.
    for (const name of staleSteps()) run(name);
  } catch {
    // The tool has said on standard error what is wrong.
    process.exitCode = 1;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** SHA-256 of the settings and of every source in some folders, names and contents. */
function digestOf(folders) {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const file of [...settings, ...sources.sort()]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function recorded() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return {};
  }
}

function staleSteps() {
  const before = recorded();
  return Object.keys(steps).filter((name) => before[name] !== digests[name]);
}

/** Runs a step. Until it has ended well, dist/ counts as made from no sources at all. */
function run(name) {
  write({ ...recorded(), [name]: undefined });
  // rolldown lists its files on standard output, which belongs to the command that follows; tsc writes its errors there.
  const stdio = ['ignore', name === 'rolldown' ? 'ignore' : 2, 2];
  execFileSync(join(root, 'node_modules', '.bin', name), steps[name].args, { cwd: root, stdio });
  write({ ...recorded(), [name]: digests[name] });
}

function write(digestsOfSteps) {
  writeFileSync(`${record}.new`, JSON.stringify(digestsOfSteps));
  renameSync(`${record}.new`, record);
}

/** Waits until no other build runs in this folder. */
async function takeLock() {
  const own = `${lock}.${process.pid}`;
  // A link appears with its contents, and fails where one exists.
  writeFileSync(own, String(process.pid));
  while (!linked(own)) {
    if (isAbandoned()) rmSync(lock, { force: true });
    else await sleep(50);
  }
  rmSync(own);
}

function linked(own) {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned() {
  try {
    if (Date.now() - statSync(lock).mtimeMs > LOCK_LIFETIME_MS) return true;
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
