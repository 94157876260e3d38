import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Builds dist/ where its sources changed: tsc makes a module of every file, rolldown rolls up the processes that serve and
 * the command line, in place of their main modules, and Vite makes the console's pages. Every npm script runs this first, so it must cost next to
 * nothing when dist/ is up to date. A build works in a folder of its own and moves it to dist/ when it is whole: builds at
 * the same time, or one that is killed, spoil nothing, and nobody waits for a lock.
 */

const root = import.meta.dirname;
/** The pages of the console. */
const WEB = 'console/web';
const dist = join(root, 'dist');
/** Begins the name of a build's own folder, which stands beside dist/ so that the paths in tsc's records stay right. */
const OWN_FOLDER = '.dist-';
/** No build takes as long; the folder of one that began earlier was left behind. */
const LONGEST_BUILD_MS = 600_000;

const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
const settings = ['build.mjs', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'rolldown.config.ts'];
/** Folders that nothing that is rolled up is made of. */
const apart = ['test/audit', 'test/drills', 'test/pictures'];
const rolledUp = include.filter((folder) => !apart.includes(folder));

/** What makes dist/, in order: rolldown overwrites what tsc wrote. */
const steps = {
  tsc: {
    sources: sourcesOf(include),
    args: (to) => ['-p', 'tsconfig.build.json', '--outDir', to, '--tsBuildInfoFile', join(to, '.tsbuildinfo')],
    // Standard output belongs to the command that follows; tsc writes its errors there.
    stdout: 2,
  },
  rolldown: { sources: sourcesOf(rolledUp), args: (to) => ['-c', '-d', to], stdout: 'ignore' },
  ...(existsSync(join(root, WEB)) && {
    vite: {
      sources: filesBelow([WEB, 'console/model', 'console/explanation', 'gateway/answer', 'serving/numeric']).filter(
        (name) => /\.\w+$/.test(name),
      ),
      args: (to) => ['build', WEB, '--outDir', join(to, WEB), '--emptyOutDir', '--logLevel', 'warn'],
      stdout: 2,
    },
  }),
};
const digests = Object.fromEntries(Object.entries(steps).map(([name, { sources }]) => [name, digestOf(sources)]));

try {
  const missing = Object.keys(steps).find((name) => !existsSync(toolOf(name)));
  if (missing) throw new Error(`${missing} is not installed; install the packages with: npm ci`);
  if (!isUpToDate(recorded())) build();
} catch (error) {
  // A tool that ended with an exit code has said on standard error what is wrong.
  if (!error.status) process.stderr.write(`build: ${error.message}\n`);
  process.exitCode = 1;
}

function build() {
  if (existsSync(dist)) accessSync(dist, constants.W_OK);
  removeLeftovers();
  const own = join(root, `${OWN_FOLDER}${randomUUID()}`);
  mkdirSync(own);
  try {
    const before = recorded();
    const isLikeSources = isWhole(before) && before.sources.every((file) => steps.tsc.sources.includes(file));
    const isBase = isLikeSources && copyDist(own);
    for (const [name, { args, stdout }] of Object.entries(steps)) {
      if (isBase && before.digests[name] === digests[name]) continue;
      if (name === 'rolldown') rmSync(join(own, 'chunks'), { recursive: true, force: true });
      execFileSync(toolOf(name), args(own), { cwd: root, stdio: ['ignore', stdout, 2] });
    }
    const files = filesOf(own).filter((file) => /\.(?:js|css|html)$/.test(file));
    writeFileSync(join(own, '.built.json'), JSON.stringify({ digests, sources: steps.tsc.sources, files }));
    // Another build may have done the work meanwhile, and its dist/ may be in use.
    if (!isUpToDate(recorded())) moveToDist(own);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Copies dist/, for tsc to change only what it must; false where another build replaced it meanwhile. */
function copyDist(own) {
  const inode = () => statSync(dist, { throwIfNoEntry: false })?.ino;
  const before = inode();
  try {
    cpSync(dist, own, { recursive: true, preserveTimestamps: true });
  } catch (error) {
    if (inode() === before) throw error;
  }
  if (inode() === before) return true;
  rmSync(own, { recursive: true });
  mkdirSync(own);
  return false;
}

function moveToDist(own) {
  const old = `${own}-old`;
  for (let isMoved = false; !isMoved; ) {
    rmSync(old, { recursive: true, force: true });
    renameUnless('ENOENT', dist, old);
    // Fails where another build has moved its own there at this moment.
    isMoved = renameUnless('ENOTEMPTY', own, dist);
  }
  rmSync(old, { recursive: true, force: true });
}

/** Whether the folder was renamed; false for an error of that code. */
function renameUnless(code, from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (error.code === code) return false;
    throw error;
  }
}

function removeLeftovers() {
  for (const name of readdirSync(root).filter((name) => name.startsWith(OWN_FOLDER))) {
    const folder = join(root, name);
    const began = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - began > LONGEST_BUILD_MS) rmSync(folder, { recursive: true, force: true });
  }
}

function toolOf(name) {
  return join(root, 'node_modules', '.bin', name);
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

/** TypeScript of these folders, without the console's pages. */
function sourcesOf(folders) {
  return filesBelow(folders).filter((name) => name.endsWith('.ts') && !name.startsWith(`${WEB}/`));
}

function filesBelow(folders) {
  return folders.flatMap((folder) => filesOf(join(root, folder)).map((name) => join(folder, name))).sort();
}

/** SHA-256 of the settings and of sources, names and contents. */
function digestOf(sources) {
  const hash = createHash('sha256');
  for (const file of [...settings, ...sources]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** What dist/ was made from, and the modules that it got: `{ digests, sources, files }`; undefined where nobody knows. */
function recorded() {
  try {
    return JSON.parse(readFileSync(join(dist, '.built.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isWhole(record) {
  return record?.files?.every((file) => existsSync(join(dist, file))) ?? false;
}

function isUpToDate(record) {
  return isWhole(record) && Object.keys(steps).every((name) => record.digests[name] === digests[name]);
}
