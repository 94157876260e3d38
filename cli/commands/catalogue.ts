import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { catalogueNameProblem } from '../../bundles/format/catalogue-name.js';
import { datedVersion } from '../../bundles/format/pack.js';
import { parsePrivateKey } from '../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { bundleFile, removeOtherBundles, writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { openCatalogue } from '../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { CatalogueManifest } from '../../domains/core/resolution/bundle/catalogue-manifest.js';
import { findDomain } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { type BuiltCatalogue, buildCatalogue } from '../../training/entities/build-catalogue.js';
import { cataloguePlan } from '../../training/entities/catalogue-plan.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { type CatalogueUse, catalogueUse, useSummary, useText } from '../catalogues/catalogue-use.js';
import { invocation } from '../invocation.js';
import { readSecretFile } from '../option-file.js';
import { collect, versionName } from '../options.js';

interface Flags {
  out: string;
  judged: string[];
  decisions: string[];
  from?: string;
  keepPolicy?: boolean;
  version?: string;
  signWith?: string;
  json?: boolean;
}

/** Progress is said at most this often, in ms. */
const EVERY_MS = 2_000;

/** `catalogue`: the works and people of one domain as a bundle, to be found by the words of its slots. */
export function catalogueCommand(): Command {
  return new Command('catalogue')
    .description("Make a bundle of a domain's works and people, by which its slots are resolved.")
    .addArgument(new Argument('<domain>', "the domain's name, or a folder with a schema.json and a recipe.json"))
    .addArgument(new Argument('<file...>', 'JSON Lines in UTF-8, a work or person a line; .gz is expanded'))
    .option('--out <folder>', 'the bundle goes to <folder>/<domain>-catalogue/', 'trained')
    .option('--judged <file>', 'queries whose answers are known, to rank by; repeatable', collect, [])
    .option('--decisions <file>', 'logged decisions, for policy and memory to learn from; repeatable', collect, [])
    .option('--from <file>', 'with --decisions: the bundle that decided (default: the active one of the folder)')
    .option('--keep-policy', 'with --decisions: where the learned policy is worth less, keep the one that decided')
    .option('--version <name>', 'the bundle version (default: <yyyymmdd>-<digest prefix>)', versionName)
    .option('--sign-with <file>', 'sign the bundle with this private key (`nlu-reranker keys` makes one)')
    .option('--json', 'print the result as JSON; progress goes to standard error')
    .addHelpText(
      'after',
      `
A row:
  {"id": "song-1", "kind": "song", "title": "Hello", "creators": ["Adele"], "album": "25", "year": 2015,
   "popularity": 900, "aliases": ["Hello (Live)"], "genres": ["pop"], "text": "what it is about"}
id, kind, title and creators (an empty list where nobody knows) have to be there; "series" and Goodreads' "full_title"
are read as well. An id names one entity, and stays its own from version to version: feedback is kept by it.

Kinds that no slot takes values of by the "catalogue" of the domain's recipe.json are left out. Artists, authors, actors and
series that the rows mention, and that no row is, become entities of their own.

A judged query, of which the first slot names the work; an empty "accepted" says that none was meant:
  {"slots": {"track": "hello", "artist": "adele"}, "accepted": ["song-1"], "rejected": ["song-2"], "propensity": 1}
  {"text": "adele songs from 2015", "accepted": ["song-1"]}

A logged decision: the reply to Resolve in JSON, with the slots of the request and what was accepted.
  {"requestId": "r-17", "catalogueVersion": "20260102-0a1b2c3d", "slots": {"track": "helo"}, "accepted": ["song-1"],
   "strategyRuns": [{"name": "phonetic", "propensity": 0.41}], "customer": "c-9", "time": "2026-01-02T20:15:00Z"}
The policy learns on from the one that decided, by two thirds of the requests; the others compare both. Exit code 1 where
what was learned is worth less. Memory learns what five customers or more accepted for the same words.

Examples:
  nlu-reranker catalogue music songs.jsonl artists.jsonl
  nlu-reranker catalogue music songs.jsonl --judged accepted.jsonl
  nlu-reranker catalogue music songs.jsonl --decisions monday.jsonl --decisions tuesday.jsonl
  nlu-reranker catalogue ../podcasts shows.jsonl --out trial --sign-with keys/deploy.key`,
    )
    .action((domain: string, files: string[], flags: Flags) => runCatalogue(domain, files, flags));
}

async function runCatalogue(name: string, paths: readonly string[], flags: Flags): Promise<void> {
  const folder = findDomain(name);
  const problem = catalogueNameProblem(folder.name);
  if (problem)
    throw new NluError('INVALID_ARGUMENT', `domain "${folder.name}" ${problem}; give its folder another name`);
  const use = await catalogueUse(folder.name, flags);
  const key = flags.signWith && parsePrivateKey(readSecretFile('--sign-with', flags.signWith).toString());
  const built = await buildCatalogue({
    domain: folder.name,
    paths,
    plan: cataloguePlan(readRecipe(folder.path, folder.schema).catalogue),
    judged: flags.judged,
    ...(use && { use: { policy: use.policy, accepted: use.accepted } }),
    pack: { version: flags.version ?? datedVersion(new Date()), ...(key ? { signWith: key } : {}) },
    bytes: await bytesOf(paths),
    progress: sayProgress((text) => process.stderr.write(`${text}\n`)),
  });
  // What was written has to open, before anything that is there is replaced.
  const { manifest } = (await openCatalogue(built.bytes, ANY_SIGNER)).bundle;
  const directory = join(flags.out, manifest.domain);
  await writeActiveBundle(directory, { version: manifest.version, digest: manifest.digest }, built.bytes);
  await removeOtherBundles(directory, [manifest.version]);
  const file = bundleFile(directory, manifest.version);
  const text = flags.json ? JSON.stringify(summary(file, manifest, built, use)) : report(file, manifest, built, use);
  process.stdout.write(`${text}\n`);
}

/** The size of all files together. @throws NluError NOT_FOUND for one that is not there */
async function bytesOf(paths: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const path of paths) {
    const found = await stat(path).catch((cause) => {
      throw new NluError('NOT_FOUND', `catalogue ${path} is not there`, { cause });
    });
    if (found.isDirectory()) throw new NluError('INVALID_ARGUMENT', `catalogue ${path} is a folder; name its files`);
    bytes += found.size;
  }
  return bytes;
}

/** Says how far the work is, with the time that is left. */
function sayProgress(say: (text: string) => void): (step: string, done: number) => void {
  const begun = performance.now();
  let said = begun;
  return (step, done) => {
    const now = performance.now();
    if (now - said < EVERY_MS || done >= 1) return;
    said = now;
    const left = done > 0 ? `, about ${Math.ceil(((now - begun) * (1 - done)) / done / 1_000)} s left` : '';
    say(`${Math.round(100 * done)} %  ${step}${left}`);
  };
}

function summary(
  file: string,
  manifest: CatalogueManifest,
  { bytes, leftOut, judged }: BuiltCatalogue,
  use: CatalogueUse | undefined,
) {
  const { version, digest, entities, kinds, strategies } = manifest;
  return {
    file,
    version,
    digest,
    bytes: bytes.length,
    entities,
    kinds,
    strategies,
    leftOut: Object.fromEntries(leftOut),
    judged: { queries: judged.queries.length, leftOut: judged.leftOut },
    ...(use && { decisions: useSummary(use) }),
  };
}

function report(
  file: string,
  manifest: CatalogueManifest,
  { bytes, leftOut, judged }: BuiltCatalogue,
  use: CatalogueUse | undefined,
): string {
  const { kinds, strategies, entities, sources } = manifest;
  const rows = sources.reduce((sum, source) => sum + source.rows, 0);
  const number = (value: number) => value.toLocaleString('en');
  const columns = kinds.map(({ name, entities }) => `  ${name.padEnd(16)}${number(entities).padStart(12)}`);
  const kept = [...leftOut].map(([kind, count]) => `${number(count)} of ${kind}`).join(', ');
  return [
    `${number(entities)} entities of ${number(rows)} rows`,
    ...columns,
    ...(kept === ''
      ? []
      : [`left out, since no slot of ${manifest.domain.replace(/-catalogue$/, '')} takes them: ${kept}`]),
    ...judgedLine(judged),
    ...(use ? useText(use) : []),
    `strategies: ${strategies.join(', ')}`,
    `${(bytes.length / 1e6).toFixed(2)} MB  ${file}`,
    `${invocation('deploy', `${manifest.domain} --bundle ${file}`)}`,
  ].join('\n');
}

function judgedLine({ queries, leftOut }: BuiltCatalogue['judged']): string[] {
  const reasons = [
    ...(leftOut.entities > 0 ? [`${leftOut.entities} whose accepted entities are not in the catalogue`] : []),
    ...(leftOut.slots > 0 ? [`${leftOut.slots} that name nothing of it`] : []),
  ];
  if (queries.length === 0 && reasons.length === 0) return [];
  return [`judged queries: ${queries.length}${reasons.length > 0 ? `; left out: ${reasons.join(', ')}` : ''}`];
}
