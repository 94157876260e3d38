import { type Presence, presenceOf, type SourceFile, type WrittenFile } from '../training/corpus/sources/make-files.js';
import type { KnownFile, Source } from '../training/corpus/sources/source.js';
import { invocation } from './invocation.js';

const PRESENCES: Readonly<Record<Presence, string>> = {
  absent: 'not in the data folder',
  matches: 'in the data folder, the checksum matches',
  differs: 'in the data folder, the checksum DIFFERS: so will the figures',
};

/** Every source and what is made of it, for people. */
export function listText(sources: readonly Source[], folder: string): string {
  return `data folder: ${folder}\n\n${sources.map((source) => sourceText(source, folder)).join('\n')}`;
}

/** Every source as JSON. */
export function listJson(sources: readonly Source[], folder: string): string {
  const corpora = sources.flatMap(({ name, title, licence, published, makes }) =>
    makes.map((known) => ({ corpus: name, title, licence, published, ...known, presence: presenceOf(known, folder) })),
  );
  return `${JSON.stringify({ folder, corpora }, null, 2)}\n`;
}

/** What to download, and what is made of it. */
export function instructionText(source: Source, folder: string): string {
  return `${sourceText(source, folder)}
Download it and pass it on:
  ${invocation('data', `${source.name} --from PATH`)}

How it is converted:
${source.rules.map((rule) => `  - ${rule}`).join('\n')}
Compared with the source by eye: ${source.tested}.
`;
}

function sourceText({ name, title, licence, published, wanted, makes }: Source, folder: string): string {
  return `${name}: ${title}
  licence    ${licence}
  published  ${published}
  --from     ${wanted}
${makes.map((known) => knownText(known, folder)).join('')}`;
}

function knownText(known: KnownFile, folder: string): string {
  return `  makes      ${known.file}, ${known.rows} rows: ${PRESENCES[presenceOf(known, folder)]}
             SHA-256 ${known.sha256}
`;
}

/** The files read and written, and whether they are those that the project's figures stand on. */
export function writtenText(
  { name }: Source,
  { read, written }: { readonly read: readonly SourceFile[]; readonly written: readonly WrittenFile[] },
): string {
  const sources = read.map(({ path, sha256 }) => `read ${path}\n  SHA-256 ${sha256} (unchecked)\n`);
  const files = written.map(({ path, rows, sha256, known, matches }) => {
    const verdict = matches
      ? '  MATCHES the file that the figures stand on'
      : `  DIFFERS from the file that the figures stand on: ${known.rows} rows, SHA-256 ${known.sha256}`;
    return `wrote ${path}, ${rows} rows\n  SHA-256 ${sha256}\n${verdict}\n`;
  });
  const advice = written.every(({ matches }) => matches)
    ? ''
    : `What was written can be used, but no figure of the project stands on it; \`${invocation('data', name)}\` says what is wanted.\n`;
  return [...sources, ...files, advice].join('');
}
