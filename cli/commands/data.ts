import { Argument, Command } from 'commander';
import { dataFolder } from '../../training/corpus/data-folder.js';
import { makeFiles } from '../../training/corpus/sources/make-files.js';
import { SOURCES } from '../../training/corpus/sources/sources.js';
import { instructionText, listJson, listText, writtenText } from '../data-text.js';
import { dataOption } from '../options.js';

interface Flags {
  from?: string;
  data?: string;
  list?: boolean;
  json?: boolean;
}

/** `data`: makes the corpora and catalogues that the project's figures stand on from their published files. */
export function dataCommand(): Command {
  const names = SOURCES.map(({ name }) => name);
  return new Command('data')
    .description(
      'Make the corpora that the figures stand on, from files that you download from where they are published.',
    )
    .addArgument(new Argument('[corpus]', 'what to make').choices(names))
    .option('--from <path>', 'the published file or folder, as you downloaded it')
    .addOption(dataOption())
    .option('--list', 'every corpus with source, licence, rows, checksum, and whether it is in the data folder')
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      `
Nothing is downloaded: without --from the command says where a corpus is published and what of it is wanted. What is
made is compared by SHA-256 with the file that the figures stand on; the exit code is 1 where it is another one.
No checksum of the published files is known here, so theirs are printed and not checked.

No conversion was run over a whole published file, for lack of a network. Each was run over a file of the published
form that was made back from the result, and gave it to the byte. What of the published files was compared by eye:
${SOURCES.map(({ name, tested }) => `  ${name}: ${tested}`).join('\n')}

Examples:
  nlu-reranker data --list
  nlu-reranker data snips
  nlu-reranker data snips --from SlotGated-SLU/data/snips
  nlu-reranker data songs --from all.json --data my-data`,
    )
    .action(runData);
}

async function runData(corpus: string | undefined, { from, data, list, json }: Flags, command: Command): Promise<void> {
  const folder = data ?? dataFolder();
  const source = SOURCES.find(({ name }) => name === corpus);
  if (from !== undefined && !source) command.error('error: --from needs the name of a corpus');
  if (list || !source) {
    process.stdout.write(json ? listJson(SOURCES, folder) : listText(SOURCES, folder));
    return;
  }
  if (from === undefined) {
    process.stdout.write(instructionText(source, folder));
    return;
  }
  const made = await makeFiles(source, from, folder);
  process.stdout.write(writtenText(source, made));
  if (made.written.some(({ matches }) => !matches)) process.exitCode = 1;
}
