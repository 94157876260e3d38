import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../serving/project.js';

/** A command line that a page tells the reader to type. */
export interface NamedCommand {
  /** `npm run` or `nlu-reranker`. */
  readonly runner: 'npm run' | 'nlu-reranker';
  readonly name: string;
  readonly flags: readonly string[];
  /** What follows the name, word by word; `"` stands for the user's text. */
  readonly words: readonly string[];
}

/** npm's own commands that are scripts without `run`. */
const SHORT_SCRIPTS = /\bnpm (start|test)\b/g;
const RUN = /\b(npm run|nlu-reranker)((?: -s| --silent)?) ([a-z][\w:-]*)([^|;&#`]*)/g;

/** The commands in a piece of code; a line that ends in a backslash goes on in the next. */
export function commandsIn(code: string): NamedCommand[] {
  return code
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(SHORT_SCRIPTS, 'npm run $1'))
    .flatMap((line) =>
      [...line.matchAll(RUN)].map(([, runner, , name, rest]) => ({
        runner: runner as NamedCommand['runner'],
        name: name!,
        // What stands in quotes is the user's text.
        flags: rest!.replace(/"[^"]*"|'[^']*'/g, '').match(/(?<=\s)--[a-z][\w-]*/g) ?? [],
        words: rest!
          .replace(/"[^"]*"|'[^']*'/g, '"')
          .split(/\s+/)
          .filter((word) => word !== '' && word !== '--'),
      })),
    );
}

/** The project's scripts, by name. */
export function scripts(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')).scripts;
}

const helpTexts = new Map<string, string>();

/** What the command line says of itself, or of one of its commands such as `train priors`. */
export function helpOf(command: string): string {
  const known = helpTexts.get(command);
  if (known !== undefined) return known;
  const words = command === '' ? [] : command.split(' ');
  const text = execFileSync('node', [join(projectRoot(), 'dist/cli/main.js'), ...words, '--help'], {
    encoding: 'utf8',
    // Wide enough that no name is broken.
    env: { ...process.env, COLUMNS: '400' },
  });
  helpTexts.set(command, text);
  return text;
}

/** The names of the commands of `nlu-reranker`. */
export function commandNames(): Set<string> {
  // They stand in groups, each under what it is for: `Run:`, `Release:`; flags begin with a dash.
  return new Set([...helpOf('').matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name!));
}

/** The command of `nlu-reranker` that an npm script runs, or undefined when it runs something else. */
export function commandOfScript(script: string): string | undefined {
  return /(?:cli\/main\.js|nlu-reranker) ([a-z][a-z -]*)$/.exec(script)?.[1];
}

/** Whether a command line leaves out an argument that the command cannot do without. */
export function lacksArgument(command: string, words: readonly string[]): boolean {
  const help = helpOf(command);
  if (!/^Usage: .*\[options\] </m.test(help) || words.includes('--help')) return false;
  const takesValue = (flag: string) => new RegExp(`${flag} [<\\[]`).test(help);
  return words.every((word, place) => word.startsWith('--') || (place > 0 && takesValue(words[place - 1]!)));
}
