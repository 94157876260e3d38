import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { catalogueNameProblem, servedName } from '../../bundles/format/catalogue-name.js';
import { FORECAST } from '../../capacity/bundle/forecast-bundle.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { PRIORS } from '../../gateway/priors/prior-tables.js';
import { REWRITES } from '../../gateway/rewriting/rewrite-tables.js';
import { NluError } from '../../serving/errors.js';
import { AMBIGUOUS, OTHER } from '../../training/corpus/corpus-row.js';
import { domainReadme, type NextCommands } from '../domain/domain-readme.js';
import { domainTemplate } from '../domain/domain-template.js';
import { invocation } from '../invocation.js';

interface Flags {
  in: string;
}

/** `domain new`: a folder with a domain that can be trained as it is. */
export function domainCommand(): Command {
  return new Command('domain')
    .description('Make a domain of your own: a folder of data, which may lie anywhere.')
    .addArgument(new Argument('<action>', 'what to do').choices(['new']))
    .argument('<name>', 'the domain: lower-case letters, digits and hyphens, a letter first')
    .option('--in <folder>', 'where to make the folder <name>', '.')
    .addHelpText(
      'after',
      `
Writes <folder>/<name> with schema.json, corpus.jsonl (sample rows), recipe.json and README.md, which names the next
commands. A folder that is there already is not touched.

Examples:
  nlu-reranker domain new podcasts
  nlu-reranker domain new smart-home --in ../domains`,
    )
    .action((_action: 'new', name: string, flags: Flags) => runDomainNew(name, flags));
}

function runDomainNew(name: string, { in: parent }: Flags): void {
  checkName(name);
  const folder = join(parent, name);
  makeFolder(folder);
  // "./podcasts" cannot be taken for the name of a domain that ships.
  const path = quoted(/^[./]|^[A-Za-z]:/.test(folder) ? folder : `./${folder}`);
  const commands = nextCommands(name, path);
  const files = new Map([...domainTemplate(name), ['README.md', domainReadme(name, commands)]]);
  for (const [file, text] of files) writeFileSync(join(folder, file), text);
  process.stdout.write(
    `${path}: ${[...files.keys()].join(', ')}
Train it and ask it; README.md says what to replace, and what comes next:
  ${commands.train}
  ${commands.ask}
`,
  );
}

/** @throws NluError INVALID_ARGUMENT for a name that is no domain's, or that means something else already */
function checkName(name: string): void {
  const parsed = servedName.safeParse(name);
  const ship = domainFolders().map((domain) => domain.name);
  const taken = [...ship, PRIORS, REWRITES, FORECAST, OTHER, AMBIGUOUS];
  const problem = !parsed.success
    ? parsed.error.issues[0].message
    : taken.includes(name)
      ? `is taken, as are ${taken.filter((one) => one !== name).join(', ')}`
      : catalogueNameProblem(name);
  if (problem) throw new NluError('INVALID_ARGUMENT', `name "${name}": ${problem}`);
}

/** @throws NluError FAILED_PRECONDITION for a folder that is there, UNAVAILABLE for one that cannot be made */
function makeFolder(folder: string): void {
  try {
    mkdirSync(join(folder, '..'), { recursive: true });
    mkdirSync(folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new NluError('UNAVAILABLE', `${folder}: cannot be made: ${message}`, { cause });
    throw new NluError('FAILED_PRECONDITION', `${folder}: is there already; nothing was written`, { cause });
  }
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function nextCommands(name: string, path: string): NextCommands {
  const spoken = name.replaceAll('-', ' ');
  return {
    train: invocation('train', path),
    ask: invocation('interpret', `"search my ${spoken} for gardening" --with ${path}`),
    start: invocation('start', `--with ${path} --port 50050`),
    serve: invocation('serve', `${path} --port 50054 --allow-unsigned`),
    evaluate: invocation('evaluate', `--with ${path} --corpus ${path}/corpus.jsonl --corpus FURTHER_ROWS.jsonl`),
  };
}
