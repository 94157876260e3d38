import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { generateKeys } from '../../../bundles/format/signature.js';
import { NluError } from '../../../serving/errors.js';

interface Flags {
  out: string;
  json?: boolean;
}

/** `keys`: a pair of keys, to sign bundles with and to trust them by. */
export function keysCommand(): Command {
  return new Command('keys')
    .description(
      'Make an ed25519 key pair: deploy.key signs bundles and stays secret, deploy.pub is what services trust.',
    )
    .option('--out <folder>', 'where to write them', 'keys')
    .option('--json', 'print the public key and the files as JSON')
    .addHelpText(
      'after',
      `
Examples:
  nlu-reranker keys
  nlu-reranker deploy music --bundle new.bundle --sign-with keys/deploy.key
  node dist/domains/music/main.js --trust "$(cat keys/deploy.pub)"`,
    )
    .action(({ out, json }: Flags) => {
      const { privateKey, publicKey } = generateKeys();
      const files = { privateKey: join(out, 'deploy.key'), publicKey: join(out, 'deploy.pub') };
      mkdirSync(out, { recursive: true });
      try {
        writeFileSync(files.privateKey, privateKey, { mode: 0o600, flag: 'wx' });
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
        const problem = `${files.privateKey} exists, and a key that is lost cannot be made again; give another --out`;
        throw new NluError('FAILED_PRECONDITION', problem, { cause });
      }
      writeFileSync(files.publicKey, `${publicKey}\n`);
      const text = `${publicKey}\nsign with ${files.privateKey}, trust ${files.publicKey}\n`;
      process.stdout.write(json ? `${JSON.stringify({ ...files, key: publicKey })}\n` : text);
    });
}
