import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { projectRoot } from '../../serving/project.js';
import { commandNames, commandOfScript, commandsIn, helpOf, lacksArgument, scripts } from './commands.js';
import { linesOf, nodes, type Page, pageOf, pages, sentences } from './pages.js';

const all = pages();
const byFile = new Map(all.map((page) => [page.file, page]));
const isHere = (path: string) => existsSync(join(projectRoot(), path));

/** The rooms at the top of the project; a word in code that begins with one is a path. */
const ROOMS = [
  'proto',
  'serving',
  'bundles',
  'domains',
  'gateway',
  'capacity',
  'one-process',
  'training',
  'cli',
  'deploy',
  'docs',
  'test',
];
const PATH = new RegExp(`^(?:${ROOMS.join('|')})(?:/[\\w.@-]+)+/?$`);
const LONGEST_LINE = 120;
const SHORTEST_SENTENCE = 60;
/** As git shortens them and in full; not the end of a bundle's version, nor the name of a signature. */
const COMMIT = /(?<![\w-])(?!ed25519)(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![\w-])/;

describe.each(all.map((page) => [page.file, page] as const))('%s', (_, page) => {
  it('links to files and headings that there are', () => expect(brokenLinks(page)).toEqual([]));
  it('names commands and flags that there are', () => expect(unknownCommands(page)).toEqual([]));
  it('names files that there are', () => expect(missingPaths(page)).toEqual([]));
  it(`has lines of at most ${LONGEST_LINE} characters`, () => expect(longLines(page)).toEqual([]));
  it('names no commits outside tables', () => expect(commits(page)).toEqual([]));
});

it('no sentence stands twice', () => {
  const seen = new Map<string, string>();
  const repeated: string[] = [];
  for (const page of all) {
    for (const sentence of sentences(page)) {
      if (sentence.length < SHORTEST_SENTENCE) continue;
      const earlier = seen.get(sentence);
      if (earlier !== undefined) repeated.push(`${earlier}, ${page.file}: ${sentence}`);
      seen.set(sentence, page.file);
    }
  }
  expect(repeated).toEqual([]);
});

describe('the checks', () => {
  const page = (text: string) => pageOf('docs/page.md', text);

  test('of links find missing files and headings', () => {
    const text =
      '# One heading\n[a](#one-heading) [b](#another) [c](nowhere.md) [d](https://example.org) [e](../README.md)';
    expect(brokenLinks(page(text))).toEqual(['#another', 'nowhere.md']);
  });

  test('of commands find unknown names and flags, in text and in blocks', () => {
    const text =
      '`npm run nothing` `npm run interpret -- "a --word" --tone loud`\n```sh\nnlu-reranker nobody\nnpm test\n```';
    expect(unknownCommands(page(text))).toEqual(['npm run nothing', 'interpret --tone', 'nlu-reranker nobody']);
    const serving = '`npm run serve -- --set a=b` `npm run serve -- music --port 0` `npm run serve -- --port 0 music`';
    expect(unknownCommands(page(serving))).toEqual(['serve lacks its argument']);
  });

  test('of paths find missing files', () => {
    expect(missingPaths(page('`gateway/nothing.ts` `gateway/answer` `music/1` `domains/<name>/x.json`'))).toEqual([
      'gateway/nothing.ts',
    ]);
  });

  test('of lines pass tables and long addresses', () => {
    const long = 'word '.repeat(30);
    const text = `${long}\n\n| a |\n|---|\n| ${long} |\n\nhttps://example.org/${'x'.repeat(120)}\n`;
    expect(longLines(page(text))).toEqual([1]);
  });

  test('of commits find them in prose and pass versions, digests and tables', () => {
    const digest = 'ab12'.repeat(16);
    const text = `At 0a746c0, \`51ebd22\`; 20261125-bc0a90af, ${digest}, 1000000\n\n| at |\n|---|\n| 0a746c0 |\n`;
    expect(commits(page(text))).toEqual(['0a746c0', '51ebd22']);
  });
});

function brokenLinks({ file, tree, anchors }: Page): string[] {
  const urls = nodes(tree).flatMap((node) => ('url' in node ? [node.url] : []));
  return urls.filter((url) => {
    if (/^[a-z][a-z+.-]*:/i.test(url)) return false;
    const [path = '', anchor] = url.split('#');
    const target = path === '' ? file : normalize(join(dirname(file), decodeURI(path))).replace(/\/$/, '');
    if (target !== file && !isHere(target)) return true;
    const there = target === file ? anchors : byFile.get(target)?.anchors;
    return anchor !== undefined && !there?.has(anchor);
  });
}

function unknownCommands({ tree }: Page): string[] {
  const code = nodes(tree).flatMap((node) => (node.type === 'inlineCode' || node.type === 'code' ? [node.value] : []));
  const [known, ours] = [scripts(), commandNames()];
  return code.flatMap(commandsIn).flatMap(({ runner, name, flags, words }) => {
    const isKnown = runner === 'npm run' ? Object.hasOwn(known, name) : ours.has(name);
    if (!isKnown) return [`${runner} ${name}`];
    const command = runner === 'npm run' ? commandOfScript(known[name]!) : name;
    if (command === undefined || flags.length === 0) return [];
    const help = helpOf(command);
    const unknown = flags
      .filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(help))
      .map((flag) => `${name} ${flag}`);
    return lacksArgument(command, words) ? [...unknown, `${name} lacks its argument`] : unknown;
  });
}

function missingPaths({ tree }: Page): string[] {
  const code = nodes(tree).flatMap((node) => (node.type === 'inlineCode' ? [node.value] : []));
  return code.filter((text) => PATH.test(text) && !isHere(text));
}

function longLines(page: Page): number[] {
  const tables = linesOf(page, 'table');
  return page.lines.flatMap((line, index) => {
    const isExcepted = tables.has(index + 1) || /https?:\/\/\S{60,}/.test(line);
    return line.length > LONGEST_LINE && !isExcepted ? [index + 1] : [];
  });
}

function commits({ tree }: Page): string[] {
  const text = nodes(tree, ['table', 'code']).flatMap((node) =>
    node.type === 'text' || node.type === 'inlineCode' ? [node.value] : [],
  );
  return text.flatMap((part) => part.match(new RegExp(COMMIT, 'g')) ?? []);
}
